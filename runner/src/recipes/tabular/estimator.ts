import type { layers } from '../../compute/tensorflow.ts';
import { predictProbabilities } from '../../network/classifier.ts';
import { loadNetwork, readPreprocessing, saveNetwork } from '../../network/network-artifact.ts';
import type { Matrix } from '../../trees/bin-columns.ts';
import { predictTrees, type TreeEnsemble } from '../../trees/ensemble.ts';
import { holdsTrees, loadTrees, saveTrees } from '../../trees/trees-artifact.ts';
import type { ArtifactFiles } from '../recipe.ts';
import { predictNumbers, rowSource } from './network.ts';

/** What was fitted, of whatever family: it makes numbers of encoded rows. */
export type Estimator =
  | { readonly kind: 'network'; readonly network: layers.LayersModel }
  | { readonly kind: 'trees'; readonly ensemble: TreeEnsemble };

/**
 * Probabilities `[rows, classes]`, or a number a row where there are no classes.
 * @param classes 0 when a number is predicted
 */
export async function estimate(
  estimator: Estimator,
  rows: Matrix,
  classes: number,
): Promise<Float32Array> {
  if (estimator.kind === 'trees') return predictTrees(estimator.ensemble, rows);
  const source = rowSource(rows);
  if (classes === 0) return predictNumbers(estimator.network, source);
  return predictProbabilities(estimator.network, source, classes);
}

/** `model.json`, `weights.bin` and `preprocessing.json`. */
export async function saveEstimator(
  estimator: Estimator,
  preprocessing: object,
): Promise<ArtifactFiles> {
  if (estimator.kind === 'network') return saveNetwork(estimator.network, preprocessing);
  const bytes = new TextEncoder().encode(`${JSON.stringify(preprocessing)}\n`);
  return new Map([...saveTrees(estimator.ensemble), ['preprocessing.json', bytes]]);
}

/** @throws Failure FILE_INVALID */
export async function loadEstimator(
  files: ArtifactFiles,
): Promise<{ readonly estimator: Estimator; readonly preprocessing: unknown }> {
  if (holdsTrees(files)) {
    const estimator: Estimator = { kind: 'trees', ensemble: loadTrees(files) };
    return { estimator, preprocessing: readPreprocessing(files) };
  }
  const { network, preprocessing } = await loadNetwork(files);
  return { estimator: { kind: 'network', network }, preprocessing };
}

/** Frees what garbage collection does not. */
export function disposeEstimator(estimator: Estimator): void {
  if (estimator.kind === 'network') estimator.network.dispose();
}
