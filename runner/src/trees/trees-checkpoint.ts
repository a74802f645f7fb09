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
    const progress: unknown = JSON.parse(new TextDecoder().decode(files.get('progress.json')));
    return { ...checkProgress(progress), trees };
  } catch (cause) {
    throw new Failure(
      'FILE_INVALID',
      'checkpoint/progress.json: expected what a paused trial wrote',
      { cause, hint: 'Remove the run’s work folder and train again.' },
    );
  }
}

function checkProgress(value: unknown): Progress {
  const { epoch, kept } = value as Partial<Progress>;
  const numbers = [epoch, kept?.epoch, kept?.trees, kept?.score, kept?.loss];
  if (numbers.every(Number.isFinite)) return value as Progress;
  throw new Error('expected an epoch, and of the kept trees epoch, number, score and loss');
}
