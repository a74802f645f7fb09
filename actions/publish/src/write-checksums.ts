import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Published } from './main.ts';

/**
 * Writes what an attestation is about: a line `<sha256>  <tag>/<file>` for each released file.
 * @returns how many; without any there is no file
 */
export async function writeChecksums(
  file: string,
  published: readonly Published[],
): Promise<number> {
  const lines = published.flatMap(({ tag, weights }) =>
    weights === null ? [] : [`${weights.sha256}  ${tag}/${weights.name}\n`],
  );
  if (lines.length === 0) return 0;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, lines.join(''));
  return lines.length;
}
