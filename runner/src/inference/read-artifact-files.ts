import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, hashBytes, type Artifact } from '@orangery/schemas';
import type { ArtifactFiles } from '../recipes/recipe.ts';

/**
 * The files that an artifact lists, each checked by its hash.
 * @param folder of the artifact
 * @throws Failure FILE_MISSING, VERIFY_FAILED
 */
export async function readArtifactFiles(
  folder: string,
  artifact: Artifact,
): Promise<ArtifactFiles> {
  const files = await Promise.all(
    artifact.files.map(async ({ path, sha256 }) => {
      const file = join(folder, path);
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new Failure('FILE_MISSING', `${file} cannot be read`, { cause: error });
      });
      const found = hashBytes(bytes);
      if (found === sha256) return [path, new Uint8Array(bytes)] as const;
      throw new Failure('VERIFY_FAILED', `${file}: expected sha256 ${sha256}, found ${found}`);
    }),
  );
  return new Map(files);
}
