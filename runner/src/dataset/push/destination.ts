import { Failure } from '@orangery/schemas';
import { isLoopbackHost } from '../network/address.ts';
import type { GitHubLink, RcloneLink, S3Link, WebdavLink } from '../links/link.ts';
import { parseRclone } from '../links/rclone.ts';
import { parseS3 } from '../links/s3.ts';

/** A folder that data is sent to. */
export type Destination =
  /** The key ends in a slash, or is empty. */
  | S3Link
  /** The address ends in a slash. */
  | WebdavLink
  /** The path ends in a slash, or is empty. */
  | RcloneLink
  | Omit<GitHubLink, 'asset'>;

export const destinationForms: readonly string[] = [
  's3://bucket/folder/',
  's3://bucket/folder/?endpoint=https://s3.example.org',
  'webdav://host/folder/',
  'webdav://cloud.example.org/remote.php/dav/files/USER/folder/',
  'rclone:remote:folder',
  'github://owner/repository@tag',
];

/**
 * Reads where to push to, typed at the command line. Parts of a refused one are never printed: they
 * may be secrets.
 * @throws Failure USAGE, LINK_INVALID, LINK_REFUSED
 */
export function parseDestination(text: string): Destination {
  const scheme = /^([a-z0-9]+)(\+[a-z]+)?:/i.exec(text)?.[1]?.toLowerCase();
  const read = scheme === undefined ? undefined : readers[scheme];
  if (read !== undefined) return read(text);
  const found = text === '' ? 'nothing' : scheme === undefined ? 'a word' : `${scheme}:…`;
  throw usage(found, destinationForms);
}

const typed = { allowLocal: true, baseFolder: '/' } as const;

const readers: Readonly<Record<string, (text: string) => Destination>> = {
  s3: (text) => {
    const link = parseS3(text, typed);
    return { ...link, key: folderOf(link.key) };
  },
  webdav: readWebdav,
  rclone: (text) => {
    const link = parseRclone(text, typed);
    return { ...link, path: folderOf(link.path) };
  },
  github: readGitHub,
};

function folderOf(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`;
}

function readWebdav(text: string): Destination {
  const [, variant = '', rest] = /^webdav(\+http)?:\/\/(.*)$/i.exec(text) ?? [];
  const url = rest === undefined ? null : URL.parse(`${variant ? 'http' : 'https'}://${rest}`);
  if (url === null || url.search !== '' || url.hash !== '') {
    throw usage('another form of webdav:', ['webdav://host/folder/']);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure(
      'LINK_REFUSED',
      `--to: expected an address without a user name or password, found one to ${url.hostname}`,
      { hint: 'Put them into WEBDAV_USER and WEBDAV_PASSWORD.' },
    );
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw new Failure('LINK_REFUSED', `--to: expected https, found http to ${url.hostname}`, {
      hint: 'Write webdav://…, which is spoken over https; webdav+http is for this machine only.',
    });
  }
  url.pathname = folderOf(url.pathname);
  return { kind: 'webdav', url };
}

function readGitHub(text: string): Destination {
  const name = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?';
  const form = new RegExp(`^github://(${name})/(${name})@([^\\s?#~^:\\\\*[]+)$`, 'i');
  const [, owner, repository, tag] = form.exec(text) ?? [];
  if (owner === undefined || repository === undefined || tag === undefined || tag.includes('..')) {
    throw usage('another form of github:', ['github://owner/repository@tag']);
  }
  return { kind: 'github', owner, repository, tag };
}

function usage(found: string, forms: readonly string[]): Failure {
  return new Failure('USAGE', `--to: expected where to push to, found ${found}`, {
    hint: `It is written ${forms.join(', ')}.`,
  });
}
