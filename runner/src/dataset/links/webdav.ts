import { Failure } from '@orangery/schemas';
import { isLoopbackHost } from '../network/address.ts';
import { checkHost } from '../network/open-request.ts';
import { decoded } from './address-parts.ts';
import { unwanted } from './answer.ts';
import { findDav, listDav, type DavFile, type DavPlace } from './dav-files.ts';
import { httpFile, oneFile } from './http-file.ts';
import type { LinkKind, LinkOfKind, ParseLinkOptions, ResolveContext } from './link-kind.ts';
import type { RemoteFile, ResolvedLink } from './resolved-link.ts';
import { checkPublic, nameOf, parseUrl } from './web.ts';
import { basic, webdavCredentials } from './webdav-credentials.ts';

/** A file, or a folder with all that lies below, by WebDAV (RFC 4918). */
export const webdav: LinkKind<'webdav'> = {
  kind: 'webdav',
  examples: ['webdav://host/folder/data.csv', 'webdav+http://127.0.0.1:8080/folder'],
  parse: (text, options) => {
    if (/^webdav:\/\//i.test(text)) return parseHttps(text, options);
    return /^webdav\+http:\/\//i.test(text) ? parseLoopback(text, options) : undefined;
  },
  label: ({ url }) => labelOf(url),
  // what is not public asks for a password besides
  givesAccess: () => false,
  resolve,
};

function parseHttps(text: string, options: ParseLinkOptions): LinkOfKind<'webdav'> {
  const url = withoutQuery(parseUrl(text.replace(/^webdav:/i, 'https:'), options));
  checkPublic(url);
  checkHost(url, options.hosts);
  return { kind: 'webdav', url };
}

function parseLoopback(text: string, options: ParseLinkOptions): LinkOfKind<'webdav'> {
  const url = withoutQuery(parseUrl(text.replace(/^webdav\+/i, ''), options));
  if (options.allowLocal && isLoopbackHost(url.hostname)) return { kind: 'webdav', url };
  throw new Failure(
    'LINK_REFUSED',
    `dataset link: expected webdav://, found webdav+http:// to ${url.hostname}`,
    { hint: 'webdav+http is for this machine only, typed at the command line.' },
  );
}

function withoutQuery(url: URL): URL {
  if (url.search === '') return url;
  throw new Failure('LINK_INVALID', 'dataset link: expected a path of WebDAV, found a query', {
    hint: 'A question mark in a name is written %3F.',
  });
}

function labelOf({ protocol, host, pathname }: URL): string {
  return `webdav${protocol === 'http:' ? '+http' : ''}://${host}${decoded(pathname)}`;
}

const hints = {
  401: 'Set WEBDAV_USER and WEBDAV_PASSWORD; for links from GitHub also WEBDAV_HOST.',
  403: 'The user may not read this: check WEBDAV_USER, or ask who owns the folder.',
  405: 'No WebDAV is spoken there: check the address; a file on the web begins with https://.',
  501: 'No WebDAV is spoken there: check the address; a file on the web begins with https://.',
};

async function resolve(
  { url }: LinkOfKind<'webdav'>,
  context: ResolveContext,
): Promise<ResolvedLink> {
  const credentials = webdavCredentials(url, context);
  const headers = credentials === undefined ? {} : basic(credentials.user, credentials.password);
  const label = context.hiddenBehind ?? labelOf(url).replace(/\/$/, '');
  const place: DavPlace = { url, headers, label };
  const found = await findDav(place, context);
  if (found.kind === 'refused') throw unwanted(place.label, found.status, hints);
  if (found.kind === 'file') return oneFile(fileOf({ path: nameOf(url), ...found }, headers));
  const files = await listDav(found, place, context);
  const name = url.pathname === '/' ? url.hostname : nameOf(url);
  return { name, isFolder: true, files: files.map((file) => fileOf(file, headers)) };
}

function fileOf(
  { path, url, entry }: DavFile,
  headers: Readonly<Record<string, string>>,
): RemoteFile {
  return httpFile({
    path,
    label: labelOf(url),
    identity: url.href,
    bytes: entry.bytes,
    checksum: entry.checksum,
    request: () => ({ url, headers }),
  });
}
