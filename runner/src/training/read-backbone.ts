import { join } from 'node:path';
import { Failure, hashRecord } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import { readArtifactFiles } from '../inference/read-artifact-files.ts';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import type { BackboneModule } from './training-order.ts';

/**
 * The weights of the module that a training starts from: those that its request names, and no others.
 * @throws Failure FILE_MISSING, FILE_INVALID; VERIFY_FAILED when they are not the ones asked for
 */
export async function readBackbone({
  id,
  folder,
  artifactSha256,
}: BackboneModule): Promise<ArtifactFiles> {
  const path = join(folder, 'artifact', 'artifact.json');
  const artifact = await readRecord('artifact', path);
  const found = hashRecord(artifact);
  if (found === artifactSha256) return readArtifactFiles(join(folder, 'artifact'), artifact);
  throw new Failure(
    'VERIFY_FAILED',
    `The backbone ${id}: expected the artifact ${artifactSha256}, found ${found}`,
    { hint: 'Take the version of the module that the training was started with.' },
  );
}
