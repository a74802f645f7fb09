import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from './failure.ts';

/**
 * The folder of the marketplace: the nearest one upwards that holds `orangery.config.yml`.
 * @throws Failure FILE_MISSING
 */
export async function findRoot(from: string): Promise<string> {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (await exists(join(folder, 'orangery.config.yml'))) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new Failure('FILE_MISSING', `No orangery.config.yml in ${from} or above it`, {
    hint: 'Run the command inside a clone of the marketplace.',
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
