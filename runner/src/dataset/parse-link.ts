import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '@orangery/schemas';
import { addressIn, isLoopbackHost, isWithinReach } from './address.ts';

/** Where a dataset lies. */
export type DatasetLink =
  | { readonly kind: 'https'; readonly url: URL }
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'file'; readonly path: string };

export interface ParseLinkOptions {
  /** Whether the link was typed at the command line: paths and loopback addresses are good. */
  readonly allowLocal: boolean;
  /** Folder that relative paths begin at. */
  readonly baseFolder: string;
}

type ParseForm = (text: string, options: ParseLinkOptions) => DatasetLink;

/** One entry a kind of link; what is not here is refused. */
const forms: Readonly<Record<string, ParseForm>> = {
  'https:': parseHttps,
  'http:': parseHttp,
  'file:': parseFileUrl,
};

const longestLink = 4096;

/**
 * Reads a dataset link. Parts of a refused link are never printed: they may be secrets.
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function parseDatasetLink(text: string, options: ParseLinkOptions): DatasetLink {
  if (text.trim() === '') throw invalid(options, 'nothing');
  if (text.length > longestLink) throw invalid(options, `${text.length} characters`);
  if (/\p{Cc}/u.test(text)) throw invalid(options, 'a control character in it');
  // one letter before the colon is a drive, not a scheme
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(text)?.[0].toLowerCase();
  if (scheme === undefined) return parsePath(text, options);
  const parse = Object.hasOwn(forms, scheme) ? forms[scheme] : undefined;
  if (parse === undefined) throw invalid(options, `a link that begins with ${scheme}`);
  return parse(text, options);
}

function parseHttps(text: string, options: ParseLinkOptions): DatasetLink {
  const url = parseUrl(text, options);
  const address = addressIn(url.hostname);
  const isPublic = address === undefined || isWithinReach(address, 'public');
  if (!isPublic || isLoopbackHost(url.hostname)) {
    throw new Failure(
      'LINK_REFUSED',
      `dataset link: expected a public host, found ${url.hostname}, which is a private address`,
    );
  }
  return { kind: 'https', url };
}

function parseHttp(text: string, options: ParseLinkOptions): DatasetLink {
  const url = parseUrl(text, options);
  if (options.allowLocal && isLoopbackHost(url.hostname)) return { kind: 'http', url };
  throw new Failure(
    'LINK_REFUSED',
    `dataset link: expected https, found http to ${url.hostname}, which can be changed on its way`,
    { hint: 'Write https:// instead. http is for this machine only, typed at the command line.' },
  );
}

function parseUrl(text: string, options: ParseLinkOptions): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text)) throw invalid(options, 'a broken address');
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

function parseFileUrl(text: string, options: ParseLinkOptions): DatasetLink {
  requireLocal(options, 'a file: link');
  try {
    if (!/^file:\/\//i.test(text)) throw new TypeError('no slashes after file:');
    return { kind: 'file', path: fileURLToPath(text) };
  } catch (error) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected file:///absolute/path, found another form of file:',
      { cause: error, hint: 'Write the path alone, without file:.' },
    );
  }
}

function parsePath(text: string, options: ParseLinkOptions): DatasetLink {
  requireLocal(options, 'a path');
  return { kind: 'file', path: isAbsolute(text) ? text : resolve(options.baseFolder, text) };
}

function requireLocal(options: ParseLinkOptions, found: string): void {
  if (options.allowLocal) return;
  throw new Failure('LINK_REFUSED', `dataset link: expected an https address, found ${found}`, {
    hint: 'Put the data where an https link reaches it. Paths work only at the command line.',
  });
}

function invalid(options: ParseLinkOptions, found: string): Failure {
  const expected = options.allowLocal ? 'an https address or a path' : 'an https address';
  const path = 'A path with a colon in its name begins with ./';
  return new Failure('LINK_INVALID', `dataset link: expected ${expected}, found ${found}`, {
    hint: options.allowLocal
      ? `Use https://…, http://localhost…, file:///… or a path. ${path}`
      : 'Use an address that begins with https://.',
  });
}
