import { Failure } from '@orangery/schemas';
import { isLitter } from '../archive/check-paths.ts';
import { inParallel } from '../in-parallel.ts';
import { normalForm } from '../normal-form.ts';
import { childUrl } from './address-parts.ts';
import { notUnderstood, unwanted } from './answer.ts';
import { readDavAnswer, type DavEntry } from './dav-answer.ts';
import type { ResolveContext } from './link-kind.ts';
import { plainText } from './plain-text.ts';
import { tooManyFiles } from '../too-many-files.ts';

/** A place on a WebDAV server, and how it is asked. */
export interface DavPlace {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly label: string;
}

/** A file, or a folder with what lies right in it. */
export type DavFound =
  | { readonly kind: 'file'; readonly url: URL; readonly entry: DavEntry }
  | {
      readonly kind: 'folder';
      readonly url: URL;
      readonly entry: DavEntry;
      readonly children: readonly DavEntry[];
    }
  /** Another status than 207 Multi-Status. */
  | { readonly kind: 'refused'; readonly status: number };

export interface DavFile {
  /** Below the folder. */
  readonly path: string;
  readonly url: URL;
  readonly entry: DavEntry;
}

const question = `<?xml version="1.0" encoding="utf-8"?>
<propfind xmlns="DAV:" xmlns:oc="http://owncloud.org/ns"><prop>
<resourcetype/><getcontentlength/><displayname/><oc:checksums/>
</prop></propfind>`;

/**
 * Asks what lies at a place.
 * @throws Failure DOWNLOAD_FAILED, LINK_REFUSED
 */
export async function findDav(place: DavPlace, context: ResolveContext): Promise<DavFound> {
  const { url, label } = place;
  const headers = { ...place.headers, depth: '1', 'content-type': 'application/xml' };
  const request = { method: 'PROPFIND', url, headers, body: question };
  const answer = await context.http.send(() => request, label);
  if (isSlashMissing(url, answer.headers.location)) {
    return findDav({ ...place, url: new URL(`${url.pathname}/`, url) }, context);
  }
  if (answer.status !== 207) return { kind: 'refused', status: answer.status };
  const entries = readDavAnswer(answer.text, url, label);
  const entry = entries.find(({ parts }) => parts.length === 0);
  if (entry === undefined) throw notUnderstood(label, 'the folder itself', 'others only');
  if (!entry.isFolder) return { kind: 'file', url, entry };
  return {
    kind: 'folder',
    url,
    entry,
    children: entries.filter(({ parts }) => parts.length === 1),
  };
}

/** Some servers send those who ask for a folder without its slash on to the one with it. */
function isSlashMissing(url: URL, location: string | undefined): boolean {
  if (location === undefined || url.pathname.endsWith('/')) return false;
  const target = URL.parse(location, url);
  return target?.origin === url.origin && target.pathname === `${url.pathname}/`;
}

const parallelListings = 8;
const deepestFolder = 64;
const mostFolders = 10_000;

type DavFolder = Extract<DavFound, { kind: 'folder' }>;

/**
 * Lists all files below a folder, level by level.
 * @throws Failure DOWNLOAD_FAILED, LINK_REFUSED, ARCHIVE_UNSAFE
 */
export async function listDav(
  root: DavFolder,
  place: DavPlace,
  context: ResolveContext,
): Promise<readonly DavFile[]> {
  const files: DavFile[] = [];
  let folderCount = 0;
  let level: readonly Listed[] = [{ folder: root, path: '' }];
  for (let depth = 0; level.length > 0; depth += 1) {
    const below = level.flatMap(childrenOf);
    const folders = below.filter(({ entry }) => entry.isFolder);
    files.push(...below.filter(({ entry, path }) => !entry.isFolder && !isLitter(path)));
    folderCount += folders.length;
    if (files.length > context.maxEntries) throw tooManyFiles(place.label, context.maxEntries);
    if (depth > deepestFolder || folderCount > mostFolders) throw tooManyFolders(place.label);
    level = await inParallel(folders, parallelListings, (file) => open(file, place, context));
  }
  return files;
}

interface Listed {
  readonly folder: DavFolder;
  readonly path: string;
}

function childrenOf({ folder, path }: Listed): readonly DavFile[] {
  return folder.children.map((entry) => {
    const [name = ''] = entry.parts;
    // names of macOS come in another Unicode form; the address keeps it
    return { path: `${path}${normalForm(name)}`, url: childUrl(folder.url, name), entry };
  });
}

async function open(
  { path, url }: DavFile,
  { headers, label }: DavPlace,
  context: ResolveContext,
): Promise<Listed> {
  const own = plainText(`${label}/${path}`);
  const found = await findDav({ url, headers, label: own }, context);
  if (found.kind === 'folder') return { folder: found, path: `${path}/` };
  if (found.kind === 'refused') throw unwanted(own, found.status);
  throw notUnderstood(own, 'a folder, as before', 'a file');
}

function tooManyFolders(label: string): Failure {
  const limits = `${mostFolders} folders, ${deepestFolder} in each other`;
  return new Failure('ARCHIVE_UNSAFE', `${label}: expected at most ${limits}, found more`, {
    hint: 'Pack the files as zip.',
  });
}
