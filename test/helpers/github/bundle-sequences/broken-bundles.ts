import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '../../temp-folder.ts';

const committed = join(import.meta.dirname, '..', '..', '..', '..', 'actions', 'dist');

/** A copy of the bundles in which one text stands for another; it goes when the test ends. */
export async function brokenBundles(file: string, good: string, bad: string): Promise<string> {
  const folder = await tempFolder();
  await cp(committed, folder, { recursive: true });
  const text = await readFile(join(folder, file), 'utf8');
  const parts = text.split(good);
  if (parts.length !== 2) {
    throw new Error(`${file}: expected ${good} once, found it ${parts.length - 1} times`);
  }
  await writeFile(join(folder, file), parts.join(bad));
  return folder;
}
