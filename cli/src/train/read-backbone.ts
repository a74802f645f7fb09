import { readValidModule, type BackboneModule } from '@orangery/runner';
import { Failure, type TrainingRequest } from '@orangery/schemas';
import { resolveModuleFolder } from '../module-folder.ts';
import type { Asked } from './asked.ts';

/** @throws Failure MODULE_UNKNOWN, MODULE_NOT_TRAINED; USAGE when its recipe is another */
export async function readBackbone(
  name: string,
  { id, frontMatter }: Asked['module'],
  cwd: string,
): Promise<BackboneModule> {
  const found = await readValidModule(await resolveModuleFolder(name, cwd));
  const { artifact, version, recipe } = found.frontMatter;
  if (artifact === undefined) {
    throw new Failure('MODULE_NOT_TRAINED', `--backbone ${name}: expected weights, found none`);
  }
  if (recipe !== frontMatter.recipe) {
    throw new Failure(
      'USAGE',
      `--backbone ${name}: expected a module with the recipe of ${id}, ${frontMatter.recipe}, found ${recipe}`,
    );
  }
  return { id: found.id, version, artifactSha256: artifact.sha256, folder: found.folder };
}

/** The backbone that a request names; another file of the same name gives other weights. */
export async function sameBackbone(
  { id, version, artifactSha256 }: NonNullable<TrainingRequest['backbone']>,
  module: Asked['module'],
  cwd: string,
): Promise<BackboneModule> {
  const found = await readBackbone(id, module, cwd);
  if (found.artifactSha256 === artifactSha256) return found;
  throw new Failure(
    'VERIFY_FAILED',
    `The backbone ${id}: expected ${version} with the artifact ${artifactSha256}, found ${found.version} with ${found.artifactSha256}`,
    { hint: `Take the version ${version} of ${id} that the request was made with.` },
  );
}
