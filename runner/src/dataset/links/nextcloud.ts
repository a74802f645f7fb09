import { Failure, rememberSecret } from '@orangery/schemas';
import { childUrl } from './address-parts.ts';
import { findDav, listDav, type DavFile, type DavFound, type DavPlace } from './dav-files.ts';
import { fileName } from './file-name.ts';
import { httpFile, oneFile } from './http-file.ts';
import type { LinkKind, LinkOfKind, ResolveContext } from './link-kind.ts';
import { parseNextcloud } from './nextcloud-link.ts';
import type { RemoteFile, ResolvedLink } from './resolved-link.ts';
import { basic, webdavCredentials } from './webdav-credentials.ts';

type Link = LinkOfKind<'nextcloud'>;

/**
 * A public share of a Nextcloud, a file or a folder, by its WebDAV
 * (https://docs.nextcloud.com/server/latest/developer_manual/client_apis/WebDAV/basic.html).
 */
export const nextcloud: LinkKind<'nextcloud'> = {
  kind: 'nextcloud',
  examples: ['https://host/s/TOKEN', 'https://host/index.php/s/TOKEN?path=/folder&files=name'],
  parse: parseNextcloud,
  label: (link) => labelOf(link, link.path),
  givesAccess: () => true,
  resolve,
};

function labelOf({ base }: Link, path: string): string {
  return `${base.href}s/…${path === '' ? '' : `/${path}`}`;
}

async function resolve(link: Link, context: ResolveContext): Promise<ResolvedLink> {
  rememberSecret(link.token);
  const { found, place } = await findShare(link, context);
  if (found.kind === 'file') {
    const name = fileName(link.path.split('/').at(-1) || (nameTold(found, link) ?? 'data'));
    return oneFile(fileOf({ ...found, path: name }, link, place, link.path));
  }
  const files = await listDav(found, place, context);
  const remote = files.map((file) => fileOf(file, link, place, join(link.path, file.path)));
  const [only] = remote;
  // newer servers show a shared file as a folder around it
  if (link.path === '' && remote.length === 1 && only?.path.includes('/') === false) {
    return oneFile(only);
  }
  const name = link.path.split('/').at(-1) || (nameTold(found, link) ?? 'share');
  return { name: fileName(name), isFolder: true, files: remote };
}

/** The name that the server has for a share; some tell the token, which is not to be shown. */
function nameTold({ entry }: Exclude<DavFound, Refused>, { token }: Link): string | undefined {
  return entry.displayName?.includes(token) === true ? undefined : entry.displayName;
}

type Refused = Extract<DavFound, { kind: 'refused' }>;

interface Share {
  readonly found: Exclude<DavFound, Refused>;
  readonly place: DavPlace;
}

/**
 * Asks as Nextcloud 29 and newer want it, then as older ones do; then both with the password that
 * was given for shares.
 */
async function findShare(link: Link, context: ResolveContext): Promise<Share> {
  const answers: { readonly way: string; readonly status: number }[] = [];
  const label = context.hiddenBehind ?? labelOf(link, link.path);
  for (const { way, url, headers } of waysTo(link, context)) {
    const place = { url, headers: { ...headers, 'x-requested-with': 'XMLHttpRequest' }, label };
    const found = await findDav(place, context);
    if (found.kind !== 'refused') return { found, place };
    answers.push({ way, status: found.status });
  }
  const tried = answers.map(({ way, status }) => `status ${status} from ${way}`).join(', ');
  const isLocked = answers.some(({ status }) => status === 401 || status === 403);
  throw new Failure(
    'DOWNLOAD_FAILED',
    `${label}: expected a share of a Nextcloud, found ${tried}`,
    {
      hint: isLocked
        ? 'The share has ended or asks for a password: give it as WEBDAV_PASSWORD, with WEBDAV_USER=anonymous; for links from GitHub also WEBDAV_HOST.'
        : 'Check the link and the path in it. If this is no Nextcloud, link to the file itself by another address.',
    },
  );
}

interface Way {
  readonly way: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

function waysTo(link: Link, context: ResolveContext): readonly Way[] {
  const { base, token, path } = link;
  const parts = path === '' ? [] : path.split('/');
  const newer = { way: 'public.php/dav', url: identityOf(link, path) };
  const older = { way: 'public.php/webdav', url: childUrl(base, 'public.php', 'webdav', ...parts) };
  const password = webdavCredentials(base, context)?.password;
  return [
    { ...newer, headers: {} },
    { ...older, headers: basic(token, '') },
    ...(password === undefined
      ? []
      : [
          { ...newer, headers: basic('anonymous', password) },
          { ...older, headers: basic(token, password) },
        ]),
  ];
}

/** The newer address stands for a file whichever way it is fetched. */
function identityOf({ base, token }: Link, path: string): URL {
  const parts = path === '' ? [] : path.split('/');
  return childUrl(base, 'public.php', 'dav', 'files', token, ...parts);
}

function fileOf(
  { path, url, entry }: DavFile,
  link: Link,
  { headers }: DavPlace,
  pathInShare: string,
): RemoteFile {
  return httpFile({
    path,
    label: labelOf(link, pathInShare === '' ? path : pathInShare),
    identity: identityOf(link, pathInShare).href,
    bytes: entry.bytes,
    checksum: entry.checksum,
    request: () => ({ url, headers }),
  });
}

function join(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
