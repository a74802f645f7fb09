import { crc32, deflateSync } from 'node:zlib';

interface PngOptions {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth?: number;
  /** 0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha. */
  readonly colour?: number;
  readonly interlace?: number;
  readonly samples: readonly number[];
  /** Packed rows instead of those of the samples. */
  readonly data?: Uint8Array;
}

/** A PNG of any kind, which picture libraries do not write: each sample as it is given, unfiltered. */
export function pngBytes({
  width,
  height,
  depth = 8,
  colour = 0,
  interlace = 0,
  ...rest
}: PngOptions): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlace], 8);
  const palette = Buffer.alloc(3 * 2 ** Math.min(8, depth), 200);
  const data = rest.data ?? deflateSync(packRows(rest.samples, height, depth));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(colour === 3 ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function packRows(samples: readonly number[], height: number, depth: number): Buffer {
  const each = samples.length / height;
  const rows = Array.from({ length: height }, (_, row) => {
    const bits = samples
      .slice(row * each, (row + 1) * each)
      .map((sample) => sample.toString(2).padStart(depth, '0'))
      .join('');
    const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
    return [0, ...bytes.map((byte) => parseInt(byte, 2))];
  });
  return Buffer.from(rows.flat());
}

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
