import { crc32, deflateRawSync } from 'node:zlib';

/** An entry to write; what is given beside the content may lie. */
export interface ZipInput {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly isDeflated?: boolean;
  /** POSIX mode with its type, 0o120777 for a link. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
  readonly method?: number;
  readonly declaredBytes?: number;
  readonly crc?: number;
  /** Takes this place in the central directory instead of its own: entries that overlap. */
  readonly offset?: number;
}

/**
 * Writes a zip archive byte by byte (PKWARE APPNOTE 4.3), so that it can be wrong where a test
 * wants it wrong: no packing program writes such archives.
 */
export function zipBytes(
  entries: readonly ZipInput[],
  options: { readonly declaredEntries?: number } = {},
): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = entryBytes(entry, offset);
    locals.push(local);
    centrals.push(central);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const count = options.declaredEntries ?? entries.length;
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count]);
  const place = fields([4, directory.length], [4, offset], [2, 0]);
  return Buffer.concat([...locals, directory, end, place]);
}

function entryBytes(entry: ZipInput, offset: number): { local: Buffer; central: Buffer } {
  const name = Buffer.from(entry.name);
  const content = Buffer.from(entry.content ?? '');
  const packed = entry.isDeflated === true ? deflateRawSync(content) : content;
  const common = Buffer.concat([
    fields([2, 20], [2, 0x0800 | (entry.isEncrypted === true ? 1 : 0)]),
    fields([2, entry.method ?? (entry.isDeflated === true ? 8 : 0)], [2, 0], [2, 0x21]),
    fields([4, entry.crc ?? crc32(content)], [4, packed.length]),
    fields([4, entry.declaredBytes ?? content.length], [2, name.length], [2, 0]),
  ]);
  const attributes = (entry.mode ?? 0o100644) * 0x10000;
  return {
    local: Buffer.concat([fields([4, 0x04034b50]), common, name, packed]),
    central: Buffer.concat([
      fields([4, 0x02014b50], [2, (3 << 8) | 20]),
      common,
      fields([2, 0], [2, 0], [2, 0], [4, attributes], [4, entry.offset ?? offset]),
      name,
    ]),
  };
}

/** Little-endian numbers, each with its width in bytes. */
function fields(...numbers: readonly (readonly [width: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    numbers.map(([width, value]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntLE(value, 0, width);
      return bytes;
    }),
  );
}
