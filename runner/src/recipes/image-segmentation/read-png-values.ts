/** The numbers stored in a PNG: grey levels or places in its palette, `[height, width]`. */
export interface PngValues {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample. */
  readonly depth: number;
  /** Samples of a pixel. */
  readonly samples: number;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const mostPixels = 50_000_000;
/** Samples of a pixel by colour type: grey, colour, palette, grey and alpha, colour and alpha. */
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Reads the values of a PNG as they are stored, where decoders of pictures give colours (PNG
 * Specification, third edition). Colour is read when red, green and blue are equal.
 * @throws Error when it is no such PNG, damaged, or over 50 megapixels
 */
export async function readPngValues(bytes: Uint8Array): Promise<PngValues> {
  if (!signature.every((byte, index) => bytes[index] === byte)) {
    throw new Error('expected a PNG, found another file');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Header | null = null;
  const packed: Uint8Array[] = [];
  for (let place = 8; place + 12 <= bytes.length;) {
    const length = view.getUint32(place);
    const name = String.fromCharCode(...bytes.subarray(place + 4, place + 8));
    const start = place + 8;
    if (start + length + 4 > bytes.length) break;
    if (name === 'IHDR') header = readHeader(view, start);
    if (name === 'IDAT') packed.push(bytes.subarray(start, start + length));
    if (name === 'IEND') break;
    place = start + length + 4;
  }
  if (header === null) throw new Error('expected a PNG with a header, found none');
  const rowBytes = Math.ceil((header.width * header.samples * header.depth) / 8);
  const rows = await inflate(packed, (rowBytes + 1) * header.height);
  unfilter(rows, rowBytes, header);
  const { width, height } = header;
  return { width, height, values: valuesOf(rows, rowBytes, header) };
}

function readHeader(view: DataView, start: number): Header {
  const [width, height] = [view.getUint32(start), view.getUint32(start + 4)];
  const [depth, colour] = [view.getUint8(start + 8), view.getUint8(start + 9)];
  const samples = samplesOf[colour];
  if (width * height > mostPixels || width === 0 || height === 0) {
    throw new Error(`expected 1 to ${mostPixels} pixels, found ${width} × ${height}`);
  }
  if (samples === undefined || ![1, 2, 4, 8].includes(depth)) {
    throw new Error(`expected values of at most 8 bits, found ${depth}`);
  }
  if (view.getUint8(start + 12) !== 0) {
    throw new Error('expected a PNG that is not interlaced, found one that is');
  }
  return { width, height, depth, samples };
}

/** Unpacks as many bytes as the header promises, and no more. */
async function inflate(parts: readonly Uint8Array[], length: number): Promise<Uint8Array> {
  const packed = new Blob(parts as Uint8Array<ArrayBuffer>[]).stream();
  const reader = packed.pipeThrough(new DecompressionStream('deflate')).getReader();
  const result = new Uint8Array(length);
  let filled = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    if (filled + value!.length > length) {
      await reader.cancel();
      throw new Error(`expected ${length} bytes of pixels, found more`);
    }
    result.set(value!, filled);
    filled += value!.length;
  }
  if (filled === length) return result;
  throw new Error(`expected ${length} bytes of pixels, found ${filled}`);
}

/** Undoes the filter that each row begins with, in place. */
function unfilter(rows: Uint8Array, rowBytes: number, { height, samples, depth }: Header): void {
  const step = Math.max(1, (samples * depth) / 8);
  for (let row = 0; row < height; row += 1) {
    const start = row * (rowBytes + 1) + 1;
    const filter = rows[start - 1]!;
    if (filter > 4) throw new Error(`expected a filter from 0 to 4, found ${filter}`);
    for (let column = 0; filter > 0 && column < rowBytes; column += 1) {
      const place = start + column;
      const left = column >= step ? rows[place - step]! : 0;
      const up = row > 0 ? rows[place - rowBytes - 1]! : 0;
      const corner = row > 0 && column >= step ? rows[place - rowBytes - 1 - step]! : 0;
      rows[place] = rows[place]! + foretold(filter, left, up, corner);
    }
  }
}

function foretold(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function valuesOf(rows: Uint8Array, rowBytes: number, header: Header): Uint8Array {
  const { width, height, depth, samples } = header;
  const values = new Uint8Array(width * height);
  const most = (1 << depth) - 1;
  for (let y = 0; y < height; y += 1) {
    const start = y * (rowBytes + 1) + 1;
    for (let x = 0; x < width; x += 1) {
      const bit = x * samples * depth;
      const place = start + (bit >> 3);
      values[y * width + x] = (rows[place]! >> (8 - depth - (bit & 7))) & most;
      if (samples >= 3 && (rows[place] !== rows[place + 1] || rows[place] !== rows[place + 2])) {
        throw new Error('expected grey levels or a palette, found colours');
      }
    }
  }
  return values;
}
