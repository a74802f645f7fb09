import { Failure } from '@orangery/schemas';
import { addressIn, isLoopbackHost, isWithinReach } from '../network/address.ts';
import { checkHost, shortLink } from '../network/open-request.ts';
import { decoded } from './address-parts.ts';
import { fileName } from './file-name.ts';
import { httpFile, oneFile } from './http-file.ts';
import { invalidLink } from './invalid-link.ts';
import type { LinkKind, ParseLinkOptions } from './link-kind.ts';
import type { ResolvedLink } from './resolved-link.ts';

/** A file behind a public https address. */
export const https: LinkKind<'https'> = {
  kind: 'https',
  examples: ['https://host/path/data.zip'],
  parse: (text, options) => {
    if (!/^https:/i.test(text)) return undefined;
    const url = parseUrl(text, options);
    checkPublic(url);
    checkHost(url, options.hosts);
    return { kind: 'https', url };
  },
  label: ({ url }) => shortLink(url),
  givesAccess: ({ url }) => carriesAccess(url),
  resolve: async ({ url }) => resolveUrl(url),
};

/** A file behind a loopback address, typed at the command line. */
export const http: LinkKind<'http'> = {
  kind: 'http',
  examples: ['http://localhost:8000/data.zip'],
  parse: (text, options) => {
    if (!/^http:/i.test(text)) return undefined;
    const url = parseUrl(text, options);
    if (options.allowLocal && isLoopbackHost(url.hostname)) return { kind: 'http', url };
    throw new Failure(
      'LINK_REFUSED',
      `dataset link: expected https, found http to ${url.hostname}, which can be changed on its way`,
      { hint: 'Write https:// instead. http is for this machine only, typed at the command line.' },
    );
  },
  label: ({ url }) => shortLink(url),
  givesAccess: ({ url }) => carriesAccess(url),
  resolve: async ({ url }) => resolveUrl(url),
};

/** Reads an address that begins with http:// or https://. @throws Failure LINK_INVALID, LINK_REFUSED */
export function parseUrl(text: string, options: ParseLinkOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text))
    throw invalidLink(options, 'a broken address');
  if (url.username !== '' || url.password !== '') {
    throw new Failure(
      'LINK_REFUSED',
      `dataset link: expected an address without a user name or password, found one to ${url.hostname}`,
      { hint: 'Take the part before the @ out, and change that password: links get written down.' },
    );
  }
  url.hash = '';
  return url;
}

/** @throws Failure LINK_REFUSED when the host is a private address by its very name */
export function checkPublic(url: URL): void {
  const address = addressIn(url.hostname);
  const isPublic = address === undefined || isWithinReach(address, 'public');
  if (isPublic && !isLoopbackHost(url.hostname)) return;
  throw new Failure(
    'LINK_REFUSED',
    `dataset link: expected a public host, found ${url.hostname}, which is a private address`,
  );
}

/** Whether a query looks like a signature, token or key. */
function carriesAccess(url: URL): boolean {
  return /[?&]([\w.-]*(token|key|signature|secret|password|credential|auth)[\w.-]*|sig)=/i.test(
    url.search,
  );
}

function resolveUrl(url: URL): ResolvedLink {
  return oneFile(
    httpFile({
      path: nameOf(url),
      label: shortLink(url),
      identity: url.href,
      bytes: undefined,
      checksum: undefined,
      request: () => ({ url }),
    }),
  );
}

/** The last part of an address's path, as a file name. */
export function nameOf(url: URL): string {
  return fileName(decoded(url.pathname.split('/').findLast((part) => part !== '')));
}
