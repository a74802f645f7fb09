import { crc32, deflateRawSync } from 'node:zlib';

/** An entry to write; what is given beside the content may lie. */
export interface ZipInput extends ZipFields {
  readonly content?: string | Uint8Array;
  /** What stands where the packed content should. */
  readonly packed?: Uint8Array;
  readonly isDeflated?: boolean;
  /** POSIX mode with its type, 0o120777 for a link. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
  /** Takes this place in the central directory instead of its own: entries that overlap. */
  readonly offset?: number;
  /** What the entry's own header says otherwise than the central directory. */
  readonly local?: Partial<ZipFields>;
}

interface ZipFields {
  readonly name: string | Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly declaredBytes?: number;
  readonly packedBytes?: number;
  readonly crc?: number;
  readonly extra?: Uint8Array;
}

export interface ZipOptions {
  readonly declaredEntries?: number;
  readonly disk?: number;
  readonly directoryBytes?: number;
  readonly comment?: string;
  /** Bytes between the central directory and the end. */
  readonly gap?: Uint8Array;
  /** Ends with the zip64 record too, which may lie. */
  readonly zip64?: { readonly entries?: number; readonly start?: number; readonly bytes?: number };
}

/**
 * Writes a zip archive byte by byte (PKWARE APPNOTE 4.3), so that it can be wrong where a test
 * wants it wrong: no packing program writes such archives.
 */
export function zipBytes(entries: readonly ZipInput[], options: ZipOptions = {}): Buffer {
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
  const before = [...locals, directory, options.gap ?? Buffer.alloc(0)];
  const place = { start: offset, bytes: directory.length, entries: entries.length };
  return Buffer.concat([
    ...before,
    ...(options.zip64 === undefined ? [] : [end64Bytes(place, options.zip64)]),
    endBytes(place, options),
  ]);
}

interface DirectoryPlace {
  readonly start: number;
  readonly bytes: number;
  readonly entries: number;
}

function endBytes({ start, bytes, entries }: DirectoryPlace, options: ZipOptions): Buffer {
  const { disk = 0, comment = '' } = options;
  const most = 0xffff;
  const count = options.declaredEntries ?? Math.min(entries, most);
  return Buffer.concat([
    fields([4, 0x06054b50], [2, disk], [2, disk], [2, count], [2, count]),
    fields([4, options.directoryBytes ?? bytes], [4, start], [2, comment.length]),
    Buffer.from(comment),
  ]);
}

function end64Bytes(place: DirectoryPlace, lies: NonNullable<ZipOptions['zip64']>): Buffer {
  const { start, bytes, entries } = { ...place, ...lies };
  const count = long(entries);
  return Buffer.concat([
    Buffer.concat([fields([4, 0x06064b50]), long(44), fields([2, 45], [2, 45], [4, 0], [4, 0])]),
    Buffer.concat([count, count, long(bytes), long(start)]),
    Buffer.concat([fields([4, 0x07064b50], [4, 0]), long(place.start + place.bytes)]),
    fields([4, 1]),
  ]);
}

function entryBytes(entry: ZipInput, offset: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(entry.content ?? '');
  const packed = entry.packed ?? (entry.isDeflated === true ? deflateRawSync(content) : content);
  const own = { ...entry, ...entry.local };
  const attributes = (entry.mode ?? 0o100644) * 0x10000;
  return {
    local: Buffer.concat([
      fields([4, 0x04034b50]),
      commonBytes(own, content, packed.length),
      Buffer.from(own.name),
      own.extra ?? Buffer.alloc(0),
      packed,
    ]),
    central: Buffer.concat([
      fields([4, 0x02014b50], [2, (3 << 8) | 20]),
      commonBytes(entry, content, packed.length),
      fields([2, 0], [2, 0], [2, 0], [4, attributes], [4, entry.offset ?? offset]),
      Buffer.from(entry.name),
      entry.extra ?? Buffer.alloc(0),
    ]),
  };
}

/** What both headers of an entry hold. */
function commonBytes(entry: ZipInput, content: Buffer, packedBytes: number): Buffer {
  const flags = entry.flags ?? 0x0800 | (entry.isEncrypted === true ? 1 : 0);
  return Buffer.concat([
    fields([2, 20], [2, flags]),
    fields([2, entry.method ?? (entry.isDeflated === true ? 8 : 0)], [2, 0], [2, 0x21]),
    fields([4, entry.crc ?? crc32(content)], [4, entry.packedBytes ?? packedBytes]),
    fields([4, entry.declaredBytes ?? content.length], [2, Buffer.from(entry.name).length]),
    fields([2, entry.extra?.length ?? 0]),
  ]);
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

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
