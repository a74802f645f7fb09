import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { World } from '../../world.ts';
import type { PreparedFile } from './prepare-file.ts';

/** Bytes of a file, the end excluded. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

export interface UploadMeter {
  /** Makes the body that sends a region; each time it is made, the region counts from nothing. */
  body(region: Region): () => Readable;
  /** Takes a region as sent. */
  done(region: Region): void;
  /** All that was sent until now, where somebody else counts. */
  sent(bytes: number): void;
}

const reportEveryMs = 100;

/** Counts what goes out, region by region, and says so. */
export function createUploadMeter(
  file: Pick<PreparedFile, 'path' | 'bytes'>,
  label: string,
  { report, now }: Pick<World, 'report' | 'now'>,
): UploadMeter {
  const sentOf = new Map<number, number>();
  let total = 0;
  let reportedAt = -Infinity;
  const set = (start: number, bytes: number): void => {
    total += bytes - (sentOf.get(start) ?? 0);
    sentOf.set(start, bytes);
    if (total < file.bytes && now() - reportedAt < reportEveryMs) return;
    reportedAt = now();
    report({ type: 'upload', label, sentBytes: total, totalBytes: file.bytes });
  };
  async function* count({ start, end }: Region): AsyncGenerator<Uint8Array> {
    set(start, 0);
    // an empty region has no last byte to name
    if (end === start) return;
    let bytes = 0;
    const stream = createReadStream(file.path, { start, end: end - 1, highWaterMark: 256 * 1024 });
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      yield chunk;
      bytes += chunk.length;
      set(start, bytes);
    }
  }
  return {
    body: (region) => () => Readable.from(count(region), { objectMode: false }),
    done: ({ start, end }) => set(start, end - start),
    sent: (bytes) => set(0, Math.min(bytes, file.bytes)),
  };
}
