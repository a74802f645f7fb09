import { ensure } from './damaged.ts';

/**
 * Walks the elements of a Snappy block: hyparquet takes the length of a literal for a signed number,
 * and one below zero leads it back to where it was, for ever.
 * https://github.com/google/snappy/blob/main/format_description.txt
 * @throws DamagedError
 */
export function checkSnappy(packed: Uint8Array): void {
  let at = 0;
  while (at < packed.length && packed[at]! >= 0x80) at += 1;
  for (at += 1; at < packed.length;) {
    const tag = packed[at]!;
    at += 1;
    at += (tag & 3) === 0 ? lengthOfLiteral(packed, at, tag >> 2) : bytesOfCopy[tag & 3]!;
    ensure(at <= packed.length, 'a page ends within its values');
  }
}

const bytesOfCopy = [0, 1, 2, 4];

/** Up to 60 bytes in the tag itself, more in one to four bytes after it. */
function lengthOfLiteral(packed: Uint8Array, at: number, inTag: number): number {
  const bytes = inTag - 59;
  if (bytes <= 0) return inTag + 1;
  let length = 0;
  for (let index = 0; index < bytes; index += 1) length += (packed[at + index] ?? 0) * 256 ** index;
  return bytes + length + 1;
}
