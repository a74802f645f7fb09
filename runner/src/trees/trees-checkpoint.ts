import { Failure } from '@orangery/schemas';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import type { TreeEnsemble } from './ensemble.ts';
import type { KeptTrees } from './fit-trees.ts';
import type { Tree } from './tree.ts';
import { loadTrees, saveTrees } from './trees-artifact.ts';

interface Progress {
  readonly epoch: number;
  readonly kept: KeptTrees;
}

/** All trees so far; what else going on needs follows from them and the seed. */
export function saveTreesCheckpoint(ensemble: TreeEnsemble, progress: Progress): ArtifactFiles {
  const bytes = new TextEncoder().encode(JSON.stringify(progress));
  return new Map([...saveTrees(ensemble), ['progress.json', bytes]]);
}

/** @throws Failure FILE_INVALID */
export function restoreTrees(files: ArtifactFiles): Progress & { readonly trees: readonly Tree[] } {
  const { trees } = loadTrees(files);
  try {
    const text = new TextDecoder().decode(files.get('progress.json'));
    return { ...(JSON.parse(text) as Progress), trees };
  } catch (cause) {
    throw new Failure(
      'FILE_INVALID',
      'checkpoint/progress.json: expected what a paused trial wrote',
      { cause, hint: 'Remove the run’s work folder and train again.' },
    );
  }
}
