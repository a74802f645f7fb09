import { crc32, deflateSync } from 'node:zlib';

/** 8-bit samples, `[height, width, channels]`, row by row. */
export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** @param sample of a point: a grey value, or red, green and blue */
export function drawPicture(
  side: number,
  sample: (x: number, y: number) => readonly [number] | readonly [number, number, number],
): DrawnPicture {
  const points = Array.from({ length: side * side }, (_, index) =>
    sample(index % side, Math.floor(index / side)),
  );
  const channels = points[0]?.length === 1 ? 1 : 3;
  return { width: side, height: side, channels, data: Uint8Array.from(points.flat()) };
}

/** The picture as PNG. */
export function encodePng({ width, height, channels, data }: DrawnPicture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // bits of a sample, and whether it is grey or colour
  header.set([8, channels === 1 ? 0 : 2], 8);
  const rowBytes = width * channels;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row += 1) {
    // each row begins with its filter: none
    rows.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
