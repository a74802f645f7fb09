import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Path of the program that keeps a process to a core; `undefined` where there is none. */
export async function findTaskset(searchPath: string | undefined): Promise<string | undefined> {
  for (const folder of (searchPath ?? '').split(delimiter).filter((name) => name !== '')) {
    const path = join(folder, 'taskset');
    // not in this folder: the next one is tried
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
