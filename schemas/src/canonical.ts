import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** The one text form of a JSON value that is hashed and signed (RFC 8785). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form');
  return text;
}

/** SHA-256 of a record's canonical form, 64 hexadecimal digits. */
export function hashRecord(record: unknown): string {
  return hashText(canonicalJson(record));
}

/** SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits. */
export function hashText(text: string): string {
  return hashBytes(utf8ToBytes(text));
}

/** SHA-256 of texts one after another, as `hashText` gives it for all of them in one. */
export function hashTexts(parts: Iterable<string>): string {
  const hash = sha256.create();
  for (const part of parts) hash.update(utf8ToBytes(part));
  return bytesToHex(hash.digest());
}

/** SHA-256 of bytes in memory, 64 hexadecimal digits. */
export function hashBytes(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** A record without one of its fields, for hashing what the field vouches for. */
export function withoutField<Value extends object, Key extends keyof Value>(
  value: Value,
  key: Key,
): Omit<Value, Key> {
  const { [key]: _, ...rest } = value;
  return rest;
}
