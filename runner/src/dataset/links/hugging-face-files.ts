import { Failure } from '@orangery/schemas';
import { childUrl, heldChecksum } from './address-parts.ts';
import { countOf, listOf, textOf } from './answer-fields.ts';
import { ask, notUnderstood } from './answer.ts';
import type { ResolveContext } from './link-kind.ts';
import type { Checksum } from './resolved-link.ts';
import { tooManyFiles } from '../too-many-files.ts';

/** A path of a dataset at one commit. */
export interface HubPlace {
  /** Of the dataset in the service's interface. */
  readonly api: URL;
  readonly commit: string;
  readonly path: string;
  readonly label: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hints: Readonly<Record<number, string>>;
}

export interface HubFile {
  /** In the dataset. */
  readonly path: string;
  /** Below the folder that was asked for; of a single file, its name. */
  readonly relativePath: string;
  readonly bytes: number | undefined;
  readonly checksum: Checksum | undefined;
}

export interface HubFiles {
  readonly isFolder: boolean;
  readonly files: readonly HubFile[];
}

/**
 * The file at a path, or the files of the folder there.
 * @throws Failure LINK_INVALID, DOWNLOAD_FAILED, ARCHIVE_UNSAFE
 */
export async function hubFilesOf(place: HubPlace, context: ResolveContext): Promise<HubFiles> {
  const { path, label } = place;
  if (path === '') return listFolder(place, context);
  const entry = await findEntry(place, context);
  if (textOf(entry, 'type') === 'directory') return listFolder(place, context);
  const [file] = readFile(entry, path.slice(0, path.lastIndexOf('/') + 1));
  if (file?.path === path) return { isFolder: false, files: [file] };
  throw new Failure('LINK_INVALID', `${label}: expected a file or folder, found none there`, {
    hint: 'Look at the dataset’s files on its page, and at the capital letters of their names.',
  });
}

async function findEntry(place: HubPlace, context: ResolveContext): Promise<unknown> {
  const { api, commit, path, label, hints } = place;
  const request = {
    method: 'POST',
    url: childUrl(api, 'paths-info', commit),
    headers: { ...place.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ paths: [path], expand: false }),
  };
  const { content } = await ask(context, { request, label, hints });
  return listOf(content)[0];
}

const mostPages = 1000;

async function listFolder(place: HubPlace, context: ResolveContext): Promise<HubFiles> {
  const { api, commit, path, label, headers, hints } = place;
  const first = childUrl(api, 'tree', commit, ...(path === '' ? [] : path.split('/')));
  first.searchParams.set('recursive', 'true');
  const files: HubFile[] = [];
  const asked = new Set<string>();
  for (let url: URL | undefined = first; url !== undefined;) {
    if (asked.has(url.href) || asked.size >= mostPages) {
      throw notUnderstood(label, 'a list of files with an end', 'one without');
    }
    asked.add(url.href);
    const answer = await ask(context, { request: { url, headers }, label, hints });
    if (!Array.isArray(answer.content)) throw notUnderstood(label, 'a list of files', 'another');
    const folder = path === '' ? '' : `${path}/`;
    files.push(...answer.content.flatMap((entry) => readFile(entry, folder)).filter(isData));
    if (files.length > context.maxEntries) throw tooManyFiles(label, context.maxEntries);
    url = nextPage(answer.headers.link, first, label);
  }
  return { isFolder: true, files };
}

function readFile(entry: unknown, folder: string): readonly HubFile[] {
  const path = textOf(entry, 'path');
  if (textOf(entry, 'type') !== 'file' || path === undefined || !path.startsWith(folder)) return [];
  const digest = textOf(entry, 'lfs', 'oid');
  return [
    {
      path,
      relativePath: path.slice(folder.length),
      bytes: countOf(entry, 'lfs', 'size') ?? countOf(entry, 'size'),
      // of small files only Git's own hash is told, which is not that of the content alone
      checksum: digest === undefined ? undefined : heldChecksum(`sha256:${digest}`),
    },
  ];
}

/** The card, which lies right in the dataset, and Git's settings are no data. */
function isData({ path }: HubFile): boolean {
  return path !== 'README.md' && !/(^|\/)\.git(attributes|ignore)$/.test(path);
}

/** The page after one, from a Link header (RFC 8288); it is of the same list. */
function nextPage(header: string | undefined, first: URL, label: string): URL | undefined {
  const link = /<([^<>]*)>\s*;\s*rel="?next"?/i.exec(header ?? '')?.[1];
  if (link === undefined) return undefined;
  const url = URL.parse(link, first);
  if (url?.origin === first.origin && url.pathname === first.pathname) return url;
  throw notUnderstood(label, 'the next page of the same list', 'another address');
}
