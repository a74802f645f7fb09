import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a caller holds, and what a file keeps of it. */
export interface NewKey {
  /** `orangery_`, 256 random bits and a checksum, in letters and digits: shown once, kept nowhere. */
  readonly text: string;
  readonly sha256: string;
  /** Names it in logs: the first 8 digits of the hash. */
  readonly id: string;
}

/** Names its maker to programs that look for secrets in code; a word in one piece is copied by a double click. */
const prefix = 'orangery_';
/** Digits of 36 that 256 and 32 bits take. */
const [secretLength, checksumLength] = [50, 7] as const;
const form = new RegExp(`^${prefix}([0-9a-z]{${secretLength}})([0-9a-z]{${checksumLength}})$`);

/** Makes a key that nobody can guess. */
export function newKey(): NewKey {
  const secret = BigInt(`0x${randomBytes(32).toString('hex')}`)
    .toString(36)
    .padStart(secretLength, '0');
  const text = `${prefix}${secret}${checksumOf(secret)}`;
  const sha256 = hashKey(text);
  return { text, sha256, id: keyId(sha256) };
}

/** Whether a text is a whole key, as far as its form and checksum say. */
export function isKeyText(text: string): boolean {
  const [, secret, checksum] = form.exec(text) ?? [];
  return secret !== undefined && checksumOf(secret) === checksum;
}

/** SHA-256 as hexadecimal digits; a slow hash is for what people think up, not for 256 random bits. */
export function hashKey(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function keyId(sha256: string): string {
  return sha256.slice(0, 8);
}

/** Finds a cut or mistyped key; it is no secret and guards nothing. */
function checksumOf(secret: string): string {
  return crc32(secret).toString(36).padStart(checksumLength, '0');
}
