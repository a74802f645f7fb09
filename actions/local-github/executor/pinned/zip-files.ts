import { readFile, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { formatBytes, Failure } from '@orangery/schemas';
import { ZipFile } from 'yazl';
import type { FoundFiles } from './find-files.ts';

const largestBytes = 512 * 1024 * 1024;

/** Packs files under their paths from the root. */
export async function zipFiles({ root, files }: FoundFiles): Promise<Buffer> {
  const zip = new ZipFile();
  let bytes = 0;
  for (const path of files) {
    bytes += (await stat(path)).size;
    if (bytes > largestBytes) {
      const message = `an artifact may hold ${formatBytes(largestBytes)} here, found more`;
      throw new Failure('COMMAND_FAILED', message);
    }
    zip.addBuffer(await readFile(path), relative(root, path).split(sep).join('/'));
  }
  zip.end();
  return buffer(zip.outputStream);
}
