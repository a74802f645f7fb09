import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Failure } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import { fromBufferPromise } from 'yauzl';
import { makeFolder } from './write-commit-files.ts';

const mostEntries = 20_000;
const largestBytes = 512 * 1024 * 1024;

/**
 * Unpacks an artifact into a folder below a root; what is there already is replaced, links are not followed.
 * @throws Failure ARCHIVE_UNSAFE when it is too large or has an entry outside the folder
 */
export async function unzipFiles(zip: Buffer, root: string, folder: string): Promise<number> {
  await makeFolder(root, folder);
  const archive = await fromBufferPromise(zip, { lazyEntries: true, strictFileNames: true });
  let [entries, bytes] = [0, 0];
  for await (const entry of archive.eachEntry()) {
    entries += 1;
    bytes += entry.uncompressedSize;
    if (entries > mostEntries || bytes > largestBytes) {
      throw new Failure('ARCHIVE_UNSAFE', 'an artifact has too many files or bytes to be unpacked');
    }
    if (entry.fileName.endsWith('/')) continue;
    const path = folder === '' ? entry.fileName : `${folder}/${entry.fileName}`;
    const target = resolveInside(root, path);
    await makeFolder(root, path.split('/').slice(0, -1).join('/'));
    await writeFile(target, await buffer(await archive.openReadStreamPromise(entry)));
  }
  return entries;
}
