import { invalidLink } from './invalid-link.ts';
import { remoteKinds } from './kinds.ts';
import type { ParseLinkOptions } from './link-kind.ts';
import type { DatasetLink } from './link.ts';
import { parseFileUrl, parsePath } from './local.ts';
import { plainText } from './plain-text.ts';

const longestLink = 4096;

/**
 * Reads a dataset link. Parts of a refused link are never printed: they may be secrets.
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function parseDatasetLink(text: string, options: ParseLinkOptions): DatasetLink {
  if (text.trim() === '') throw invalidLink(options, 'nothing');
  if (text.length > longestLink) throw invalidLink(options, `${text.length} characters`);
  if (plainText(text) !== text) throw invalidLink(options, 'a control character in it');
  // one letter before the colon is a drive, not a scheme
  const scheme = /^[a-z][a-z0-9+.-]+:/i.exec(text)?.[0].toLowerCase();
  if (scheme === undefined) return parsePath(text, options);
  if (scheme === 'file:') return parseFileUrl(text, options);
  for (const kind of remoteKinds) {
    const link = kind.parse(text, options);
    if (link !== undefined) return link;
  }
  throw invalidLink(options, `a link that begins with ${scheme}`);
}
