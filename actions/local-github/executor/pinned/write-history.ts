import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { GitObject } from '../../forge.ts';

/** Writes objects into a new repository, each as a file: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects. */
export async function writeHistory(folder: string, objects: readonly GitObject[]): Promise<void> {
  const store = join(folder, '.git', 'objects');
  const made = new Set<string>();
  for (const { type, sha, content } of objects) {
    const place = join(store, sha.slice(0, 2));
    if (!made.has(place)) await mkdir(place, { recursive: true });
    made.add(place);
    const header = Buffer.from(`${type} ${content.length}\0`);
    // speed before size: it is gone with the job
    const packed = deflateSync(Buffer.concat([header, content]), { level: 1 });
    await writeFile(join(place, sha.slice(2)), packed);
  }
}
