/** An entry to write; what is given beside name and content may lie. */
export interface TarInput {
  readonly name: string;
  readonly content?: string | Uint8Array;
  /** `0` a file, `1` a hard link, `2` a link, `5` a folder, `x` and `L` what is told of the next. */
  readonly type?: string;
  readonly linkName?: string;
  readonly prefix?: string;
  readonly declaredBytes?: number;
  /** The twelve bytes of the size, as they are. */
  readonly sizeField?: Uint8Array;
  readonly checksum?: number;
  readonly magic?: string;
}

const blockBytes = 512;

/** Two blocks of zeros. */
export const tarEnd = Buffer.alloc(2 * blockBytes);

/**
 * Writes a tar archive block by block (IEEE Std 1003.1, ustar), so that it can be wrong where a test
 * wants it wrong: no packing program writes such archives.
 */
export function tarBytes(entries: readonly TarInput[], end: Uint8Array = tarEnd): Buffer {
  return Buffer.concat([...entries.flatMap((entry) => entryBlocks(entry)), end]);
}

/** An extended header: what it says of the entry after it, its own lengths right. */
export function paxEntry(fields: Readonly<Record<string, string>>, type = 'x'): TarInput {
  const records = Object.entries(fields).map(([key, value]) => paxRecord(key, value));
  return { name: 'PaxHeader', type, content: Buffer.concat(records) };
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
export function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  const guess = rest + String(rest).length;
  const length = rest + String(guess).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

/** GNU's header of a name of more than a hundred bytes. */
export function longName(name: string, type = 'L'): TarInput {
  return { name: '././@LongLink', type, content: `${name}\0` };
}

function entryBlocks(entry: TarInput): readonly Buffer[] {
  const content = Buffer.from(entry.content ?? '');
  const padding = (blockBytes - (content.length % blockBytes)) % blockBytes;
  return [headerBlock(entry, content.length), content, Buffer.alloc(padding)];
}

function headerBlock(entry: TarInput, contentBytes: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  block.write(entry.name, 0, 100);
  block.write('0000644\0' + '0000000\0' + '0000000\0', 100);
  block.write(octal(entry.declaredBytes ?? contentBytes, 11), 124);
  if (entry.sizeField !== undefined) block.set(entry.sizeField, 124);
  block.write(octal(0, 11), 136);
  block.write(entry.type ?? '0', 156);
  block.write(entry.linkName ?? '', 157, 100);
  block.write(entry.magic ?? 'ustar\x0000', 257, 'latin1');
  block.write(entry.prefix ?? '', 345, 155);
  block.write('        ', 148);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(octal(entry.checksum ?? sum, 6), 148);
  return block;
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')}\0`;
}
