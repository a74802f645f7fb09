import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type Artifact } from '@orangery/schemas';
import { limitsOnDisk } from '@orangery/schemas/files';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import { checkArtifactFile, checkArtifactSize, type ListedFile } from './check-artifact-file.ts';

/**
 * The files that an artifact lists, each checked by its size and hash.
 * @param folder of the artifact
 * @throws Failure FILE_MISSING, VERIFY_FAILED; FILE_INVALID when they are too large together: a
 * list may name one file many times
 */
export async function readArtifactFiles(
  folder: string,
  artifact: Artifact,
): Promise<ArtifactFiles> {
  const bytes = artifact.files.reduce((sum, file) => sum + file.bytes, 0);
  const { artifactBytes } = limitsOnDisk;
  if (bytes > artifactBytes) {
    throw new Failure(
      'FILE_INVALID',
      `${join(folder, 'artifact.json')}: expected files of at most ${artifactBytes} bytes together, found ${bytes}`,
    );
  }
  return new Map(
    await Promise.all(
      artifact.files.map(async (file) => [file.path, await readListed(folder, file)] as const),
    ),
  );
}

async function readListed(folder: string, listed: ListedFile): Promise<Uint8Array> {
  const file = join(folder, listed.path);
  const unreadable = (error: unknown): never => {
    throw new Failure('FILE_MISSING', `${file} cannot be read`, { cause: error });
  };
  const { size } = await stat(file).catch(unreadable);
  checkArtifactSize(file, listed.bytes, size);
  const content = new Uint8Array(await readFile(file).catch(unreadable));
  checkArtifactFile(file, listed, content);
  return content;
}
