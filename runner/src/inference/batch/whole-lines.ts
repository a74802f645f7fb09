import type { FileHandle } from 'node:fs/promises';

/** A line of a file, and where the next one begins in bytes. */
export interface WholeLine {
  readonly text: string;
  readonly end: number;
}

const readAtOnceBytes = 256 * 1024;
const lineFeed = 10;

/** The lines of a file that have an end, from a place in bytes on; what follows the last end is left out. */
export async function* wholeLines(file: FileHandle, start = 0): AsyncGenerator<WholeLine, void> {
  const buffer = Buffer.allocUnsafe(readAtOnceBytes);
  let begun: Buffer[] = [];
  let at = start;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    let from = 0;
    for (let to = buffer.indexOf(lineFeed); to >= 0 && to < bytesRead;) {
      const text = Buffer.concat([...begun, buffer.subarray(from, to)]).toString();
      begun = [];
      from = to + 1;
      yield { text, end: at + from };
      to = buffer.indexOf(lineFeed, from);
    }
    begun.push(Buffer.from(buffer.subarray(from, bytesRead)));
    at += bytesRead;
  }
}
