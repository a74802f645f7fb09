import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { DataFile } from '../data-file.ts';

/**
 * Packs files as a zip archive that has the same bytes on every machine: sorted paths, one time, one
 * mode, no compression. What deflate gives differs between builds of zlib, and the same data must
 * have the same hash; pictures would not shrink anyway.
 */
export async function packFolder(
  files: readonly DataFile[],
  toPath: string,
  signal: AbortSignal,
): Promise<void> {
  const zip = new ZipFile();
  const failed = new AbortController();
  let current: Readable | undefined;
  zip.on('error', (error: unknown) => failed.abort(error));
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of sorted) {
    zip.addReadStreamLazy(file.path, { ...fixed(), size: file.sizeBytes }, (give) => {
      current = Readable.from(file.stream(), { objectMode: false });
      current.once('error', (error) => failed.abort(error));
      give(null, current);
    });
  }
  zip.end();
  const either = AbortSignal.any([signal, failed.signal]);
  try {
    await pipeline(zip.outputStream, createWriteStream(toPath, { flags: 'wx' }), {
      signal: either,
    });
  } catch (error) {
    // the cause, not that the writing was stopped because of it
    throw failed.signal.aborted ? failed.signal.reason : error;
  } finally {
    // yazl leaves open what it was reading
    current?.destroy();
  }
}

/** Read anew each time: the archive's fields are local time, so noon must be noon where this runs. */
function fixed() {
  return {
    mtime: new Date(2000, 0, 1, 12),
    // without a second field that holds the time zone's own time
    forceDosTimestamp: true,
    mode: 0o100644,
    compress: false,
  };
}
