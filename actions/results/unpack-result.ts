import { Failure } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fromBufferPromise, type Entry } from 'yauzl';

const mostEntries = 2000;
const largestBytes = 1024 ** 3 + 64 * 1024 ** 2;

/**
 * Unpacks the archive of a run's result into an empty folder: plain files alone, counted, each below
 * the folder.
 * @throws Failure ARCHIVE_UNSAFE, GITHUB_FAILED when it is no archive
 */
export async function unpackResult(zip: Buffer, folder: string): Promise<void> {
  const archive = await fromBufferPromise(zip, { lazyEntries: true }).catch((error: unknown) => {
    throw new Failure('GITHUB_FAILED', 'The result: expected a zip archive, found none', {
      cause: error,
    });
  });
  let count = 0;
  let bytes = 0;
  for await (const entry of archive.eachEntry()) {
    count += 1;
    bytes += entry.uncompressedSize;
    if (count > mostEntries) throw unsafe(`at most ${mostEntries} files`, 'more');
    if (bytes > largestBytes) throw unsafe(`at most ${largestBytes} bytes`, 'more');
    if (entry.fileName.endsWith('/')) continue;
    refuseLink(entry);
    const path = resolveInside(folder, entry.fileName);
    await mkdir(dirname(path), { recursive: true });
    // the reader itself fails when an entry has more than it says
    const content = await buffer(await archive.openReadStreamPromise(entry));
    await writeFile(path, content, { flag: 'wx' });
  }
}

function refuseLink({ fileName, externalFileAttributes }: Entry): void {
  const kind = (externalFileAttributes >>> 16) & 0o170000;
  if (kind !== 0 && kind !== 0o100000) throw unsafe('plain files', JSON.stringify(fileName));
}

function unsafe(expected: string, found: string): Failure {
  return new Failure('ARCHIVE_UNSAFE', `The result: expected ${expected}, found ${found}`);
}
