import type { Artifact } from '@orangery/schemas';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import { holdsTrees } from '../trees/trees-artifact.ts';

/** What a recipe wrote: a recipe with several families of models writes several formats. */
export function artifactFormat(files: ArtifactFiles): Artifact['format'] {
  if (holdsTrees(files)) return 'trees';
  return files.has('model.json') ? 'tfjs-layers' : 'arrays';
}
