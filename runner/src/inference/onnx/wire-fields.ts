/** One field of a Protocol Buffers message as it stands in the bytes. */
export interface WireField {
  readonly number: number;
  /** A message, text or packed list; a number's value otherwise. */
  readonly value: Uint8Array | number;
}

/**
 * Fields of a message in their order (protobuf.dev/programming-guides/encoding).
 * Stricter than a parser has to be: what two of them could read differently is no message.
 * @throws Error naming what is wrong
 */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  const varint = (mostBytes: number): number => {
    let value = 0;
    for (let length = 1; length <= mostBytes; length += 1) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error('expected more bytes, found the end');
      at += 1;
      value += (byte & 0x7f) * 2 ** (7 * (length - 1));
      if (byte < 0x80) return value;
    }
    throw new Error(`expected a number of at most ${mostBytes} bytes, found a longer one`);
  };
  const skip = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new Error('expected more bytes, found the end');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const readers: Readonly<Record<number, () => Uint8Array | number>> = {
    0: () => varint(10),
    1: () => skip(8).length,
    2: () => skip(varint(5)),
    5: () => skip(4).length,
  };
  while (at < bytes.length) {
    const tag = varint(5);
    const number = Math.floor(tag / 8);
    const read = readers[tag % 8];
    if (tag >= 2 ** 32 || number === 0 || read === undefined) {
      throw new Error(`expected a field, found the tag ${tag}`);
    }
    yield { number, value: read() };
  }
}
