import { Failure } from '@orangery/schemas';
import { plainText } from './plain-text.ts';
import type { Checksum } from './resolved-link.ts';

/**
 * An address below another, each part encoded.
 * @throws Failure LINK_INVALID when a part would lead out of it
 */
export function childUrl(base: URL, ...parts: readonly string[]): URL {
  // half of a pair of characters cannot be encoded
  if (parts.some((part) => /^\.{0,2}$/.test(part) || !part.isWellFormed())) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected names, found an empty one, . or .., or one that is no text',
    );
  }
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return new URL(`${folder}${parts.map(encodeURIComponent).join('/')}`, base);
}

/** The header of a token, where there is one. */
export function bearer(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/**
 * A part of an address as people read it; as it stands where it is encoded wrongly or holds what is
 * not to be shown.
 */
export function decoded(part: string | undefined): string {
  try {
    const text = decodeURIComponent(part ?? '');
    return plainText(text) === text ? text : (part ?? '');
  } catch {
    // a lone % stays as it is
    return part ?? '';
  }
}

const digestLengths = { sha256: 64, sha1: 40, md5: 32 } as const;

/** Reads `md5:0123…`; `undefined` when it is of another kind or no digest. */
export function checksumOf(text: string | undefined): Checksum | undefined {
  const [, algorithm, digest = ''] = /^(sha256|sha1|md5):([0-9a-f]+)$/i.exec(text ?? '') ?? [];
  const name = algorithm?.toLowerCase();
  if (name !== 'sha256' && name !== 'sha1' && name !== 'md5') return undefined;
  return digest.length === digestLengths[name]
    ? { algorithm: name, digest: digest.toLowerCase() }
    : undefined;
}

/** The same from a service that hashes what it holds itself. */
export function heldChecksum(text: string | undefined): Checksum | undefined {
  const checksum = checksumOf(text);
  return checksum?.algorithm === 'sha256' ? { ...checksum, isHeld: true } : checksum;
}
