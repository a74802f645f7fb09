/** A graph whose metadata holds this too: fields of one message may stand in several pieces. */
export function withMetadata(
  graph: Uint8Array,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries = Object.entries(metadata).map(([key, value]) =>
    field(14, Buffer.concat([field(1, Buffer.from(key)), field(2, Buffer.from(value))])),
  );
  return Buffer.concat([graph, ...entries]);
}

/** A graph that says this of itself. */
export function withDescription(graph: Uint8Array, text: string): Uint8Array {
  return Buffer.concat([graph, field(6, Buffer.from(text))]);
}

function field(number: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...varint(value.length)]), value]);
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
