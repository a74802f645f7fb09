import { Failure } from '@orangery/schemas';
import { isLoopbackHost } from '../network/address.ts';
import { checkHost } from '../network/open-request.ts';
import { decoded } from './address-parts.ts';
import type { LinkOfKind, ParseLinkOptions } from './link-kind.ts';
import { checkPublic, parseUrl } from './web.ts';

const token = '[A-Za-z0-9]{15,64}';
// only where a Nextcloud is likely: other servers have paths that begin with /s/ too
const folder = '(?:/(?:nextcloud|owncloud|cloud))?';
const page = new RegExp(
  `^(${folder}|/.*(?=/index\\.php))(?:/index\\.php)?/s/(${token})(?:/download(?:/([^/]+))?)?/?$`,
);
const endpoint = new RegExp(`^(.*)/public\\.php/dav/files/(${token})(/.*)?$`);

/**
 * Reads the address of a public share as its page, its download or its WebDAV has it.
 * @returns `undefined` when the text is of another kind
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function parseNextcloud(
  text: string,
  options: ParseLinkOptions,
): LinkOfKind<'nextcloud'> | undefined {
  const address = text.replace(/^webdav\+http:/i, 'http:').replace(/^webdav:/i, 'https:');
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const { pathname } = new URL(address);
  const [, base, key, name] = page.exec(pathname) ?? endpoint.exec(pathname) ?? [];
  if (base === undefined || key === undefined) return undefined;
  const url = parseUrl(address, options);
  if (url.protocol === 'https:') checkPublic(url);
  // loopback where it was not typed is refused as any other http address
  else if (!options.allowLocal || !isLoopbackHost(url.hostname)) return undefined;
  checkHost(url, options.hosts);
  const path = [pathIn(url), decoded(name)].join('/').replace(/\/+/g, '/');
  return {
    kind: 'nextcloud',
    base: new URL(`${base}/`, url.origin),
    token: key,
    path: path.replace(/^\/|\/$/g, ''),
  };
}

/** `?path=/folder&files=name` of downloads, `?dir=/folder` of pages. */
function pathIn({ searchParams }: URL): string {
  const folders = searchParams.get('path') ?? searchParams.get('dir') ?? '';
  const files = searchParams.getAll('files').filter((name) => name !== '');
  if (files.length <= 1 && files[0]?.startsWith('[') !== true) {
    return `${folders}/${files[0] ?? ''}`;
  }
  throw new Failure('LINK_INVALID', 'dataset link: expected one file of a share, found several', {
    hint: 'Link to the folder, or give a link for each file.',
  });
}
