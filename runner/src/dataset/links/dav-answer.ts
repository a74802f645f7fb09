import { Failure } from '@orangery/schemas';
import { XMLParser } from 'fast-xml-parser';
import { checksumOf } from './address-parts.ts';
import { fieldOf, listOf, textOf } from './answer-fields.ts';
import { notUnderstood } from './answer.ts';
import type { Checksum } from './resolved-link.ts';

/** What a WebDAV server tells of one file or folder. */
export interface DavEntry {
  /** Below the folder that was asked for; empty for itself. */
  readonly parts: readonly string[];
  readonly isFolder: boolean;
  readonly displayName: string | undefined;
  readonly bytes: number | undefined;
  readonly checksum: Checksum | undefined;
}

const parser = new XMLParser({
  // servers choose their own prefixes for DAV:
  removeNSPrefix: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  isArray: (name) => name === 'response' || name === 'propstat',
  maxNestedTags: 32,
  jPath: false,
});

/**
 * Reads the answer to a PROPFIND (RFC 4918 §13).
 * @param asked the address that was asked about: whatever does not lie there is refused
 * @throws Failure DOWNLOAD_FAILED, LINK_REFUSED
 */
export function readDavAnswer(text: string, asked: URL, label: string): readonly DavEntry[] {
  const answer = fieldOf(parsed(text, label), 'multistatus');
  if (answer === undefined) throw notUnderstood(label, 'a WebDAV answer', 'something else');
  const folder = { asked, parts: partsOf(asked) ?? [] };
  return listOf(answer, 'response').flatMap((response) => readEntry(response, folder, label));
}

function parsed(text: string, label: string): unknown {
  // without a document type there are no entities to expand
  if (/<!DOCTYPE/i.test(text)) throw notUnderstood(label, 'a WebDAV answer', 'a document type');
  try {
    return parser.parse(text);
  } catch (error) {
    throw notUnderstood(label, 'a WebDAV answer', 'broken XML', { cause: error });
  }
}

interface AskedFolder {
  readonly asked: URL;
  readonly parts: readonly string[];
}

function readEntry(response: unknown, folder: AskedFolder, label: string): readonly DavEntry[] {
  const href = textOf(response, 'href');
  const found = listOf(response, 'propstat').find((propstat) =>
    / 200( |$)/.test(textOf(propstat, 'status') ?? ''),
  );
  if (href === undefined || found === undefined) return [];
  const properties = fieldOf(found, 'prop');
  const length = textOf(properties, 'getcontentlength');
  return [
    {
      parts: partsBelow(folder, href, label),
      isFolder: fieldOf(properties, 'resourcetype', 'collection') !== undefined,
      displayName: textOf(properties, 'displayname'),
      bytes: /^\d{1,15}$/.test(length ?? '') ? Number(length) : undefined,
      checksum: bestChecksum(textOf(properties, 'checksums', 'checksum')),
    },
  ];
}

/** Only the path of a link counts, as requests are made from it anew; another host is a sign of harm. */
function partsBelow(folder: AskedFolder, href: string, label: string): readonly string[] {
  const url = URL.parse(href, folder.asked);
  const parts = url?.host === folder.asked.host ? partsOf(url) : undefined;
  const isBelow = folder.parts.every((part, index) => parts?.[index] === part);
  const below = parts?.slice(folder.parts.length);
  const isPlain = below?.every((part) => !part.includes('/')) === true;
  if (below !== undefined && isBelow && isPlain) return below;
  throw new Failure(
    'LINK_REFUSED',
    `${label}: expected files of this folder, found one elsewhere`,
    {
      hint: 'The server lists what does not belong there: ask who runs it.',
    },
  );
}

function partsOf({ pathname }: URL): readonly string[] | undefined {
  try {
    return pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    // encoded wrongly, which is refused
    return undefined;
  }
}

/** Nextcloud tells `SHA1:… MD5:… ADLER32:…` of what was uploaded with it. */
function bestChecksum(text: string | undefined): Checksum | undefined {
  const checksums = (text ?? '').split(' ').flatMap((part) => checksumOf(part) ?? []);
  const order = ['sha256', 'sha1', 'md5'];
  return checksums.toSorted((a, b) => order.indexOf(a.algorithm) - order.indexOf(b.algorithm))[0];
}
