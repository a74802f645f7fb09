import { Failure } from '@orangery/schemas';
import { tf, type layers } from '../compute/tensorflow.ts';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import type { BestWeights } from './best-weights.ts';

/** What changes from step to step while a network is fitted. */
export interface FitState {
  readonly network: layers.LayersModel;
  readonly optimizer: tf.AdamOptimizer;
  readonly best: BestWeights;
  /** Epochs done. */
  readonly epoch: number;
}

interface Progress {
  readonly epoch: number;
  readonly best: { readonly score: number; readonly loss: number; readonly epoch: number };
}

/** Powers of Adam's decay rates; private in tfjs, and `setWeights` restores them in other last bits. */
interface AdamPowers {
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
}

/**
 * All that going on needs: weights, best weights, the optimizer's moments. `progress.json` and
 * `tensors.bin` with their names and shapes in `tensors.json`.
 */
export async function saveCheckpoint(state: FitState): Promise<ArtifactFiles> {
  const { network, optimizer, best, epoch } = state;
  const { accBeta1, accBeta2 } = powersOf(optimizer);
  const moments = await optimizer.getWeights();
  const { data, specs } = await tf.io.encodeWeights([
    ...named('network', network.getWeights()),
    ...named('best', best.weights),
    ...moments.map(({ name, tensor }) => ({ name: `adam|${name}`, tensor })),
    { name: 'power|1', tensor: accBeta1 },
    { name: 'power|2', tensor: accBeta2 },
  ]);
  // the count of steps, made for the asker; the others are the optimizer's own
  moments[0]?.tensor.dispose();
  const { score, loss, epoch: bestEpoch } = best;
  const progress: Progress = { epoch, best: { score, loss, epoch: bestEpoch } };
  return new Map([
    ['progress.json', encodeJson(progress)],
    ['tensors.json', encodeJson(specs)],
    ['tensors.bin', new Uint8Array(data)],
  ]);
}

/**
 * Puts a checkpoint back into a network of the same shape, its optimizer and its best weights.
 * @returns epochs done
 * @throws Failure FILE_INVALID
 */
export async function restoreCheckpoint(
  files: ArtifactFiles,
  { network, optimizer, best }: Omit<FitState, 'epoch'>,
): Promise<number> {
  const progress = readJson(files, 'progress.json') as Progress;
  const specs = readJson(files, 'tensors.json') as tf.io.WeightsManifestEntry[];
  const bytes = files.get('tensors.bin') ?? new Uint8Array();
  const tensors = tf.io.decodeWeights(bytes.slice().buffer, specs);
  const of = (group: string): { name: string; tensor: tf.Tensor }[] =>
    specs
      .filter(({ name }) => name.startsWith(`${group}|`))
      .map(({ name }) => ({ name: name.slice(group.length + 1), tensor: tensors[name]! }));
  network.setWeights(of('network').map(({ tensor }) => tensor));
  await optimizer.setWeights(of('adam'));
  const powers = powersOf(optimizer);
  powers.accBeta1.assign(tensors['power|1']!);
  powers.accBeta2.assign(tensors['power|2']!);
  best.adopt({ ...progress.best, weights: of('best').map(({ tensor }) => tensor.clone()) });
  tf.dispose(Object.values(tensors));
  return progress.epoch;
}

function named(
  group: string,
  tensors: readonly tf.Tensor[],
): { readonly name: string; readonly tensor: tf.Tensor }[] {
  return tensors.map((tensor, index) => ({ name: `${group}|${index}`, tensor }));
}

function powersOf(optimizer: tf.AdamOptimizer): AdamPowers {
  return optimizer as unknown as AdamPowers;
}

function encodeJson(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function readJson(files: ArtifactFiles, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(files.get(path)));
  } catch (cause) {
    throw new Failure('FILE_INVALID', `checkpoint/${path}: expected what a paused trial wrote`, {
      cause,
      hint: 'Remove the run’s work folder and train again.',
    });
  }
}
