import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['marketplace/src', 'schemas/src', 'runner/src'];
const files = ['astro.config.mjs', 'package-lock.json'];

/**
 * The hash of everything that makes a page or a file out of a module. What was kept by other code is
 * worth nothing.
 * @param root folder of the program, not of the modules
 */
export function codeDigest(root: string): string {
  const hash = createHash('sha256');
  const paths = folders.flatMap((folder) => sourceFiles(root, folder));
  for (const path of [...paths, ...files]) {
    hash.update(`${path}\0`);
    hash.update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
