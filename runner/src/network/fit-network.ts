import { breathe } from '../breathe.ts';
import { tf, type layers } from '../compute/tensorflow.ts';
import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { Fitted, FitOptions } from '../recipes/recipe.ts';
import { adam } from './adam.ts';
import type { BatchSource } from './batch-source.ts';
import { BestWeights, type Measured } from './best-weights.ts';
import { restoreCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { DivergedError } from './diverged.ts';
import { freshDropout } from './fresh-dropout.ts';

/** The part of a recipe's fit that is the same for every network. */
type Course = Pick<
  FitOptions<unknown>,
  'seed' | 'until' | 'checkpoint' | 'signal' | 'isOutOfTime' | 'onEpoch'
>;

export interface NetworkFit extends Course {
  readonly network: layers.LayersModel;
  readonly train: BatchSource;
  /** Mean loss of a batch, from what the network gives. */
  readonly loss: (outputs: tf.Tensor | tf.Tensor[], targets: readonly tf.Tensor[]) => tf.Scalar;
  /** Measures the network on the selection data after each epoch; `null` keeps the last epoch. */
  readonly measure: (() => Promise<Measured>) | null;
  readonly epochs: number;
  /** Epochs without a better one before stopping. */
  readonly patience: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Weight decay on kernels. */
  readonly decay: number;
}

export type NetworkFitResult = Omit<Fitted<unknown>, 'model'>;

/**
 * Fits a network by Adam (Kingma and Ba 2015) under a one-cycle cosine schedule (Smith 2018), and
 * leaves in it the weights of the epoch with the lowest selection loss. Repeats bit for bit from its
 * seed on one backend, in one stretch or paused and gone on.
 * @throws DivergedError when the loss is not a number; the signal's reason when aborted
 */
export async function fitNetwork(fit: NetworkFit): Promise<NetworkFitResult> {
  const optimizer = adam(fit.learningRate);
  const best = new BestWeights(fit.network);
  const state = { network: fit.network, optimizer, best };
  const last = Math.min(fit.epochs, Math.max(1, Math.round(fit.until * fit.epochs)));
  let status: Fitted<unknown>['status'] = 'done';
  let epoch = 0;
  try {
    if (fit.checkpoint !== undefined) epoch = await restoreCheckpoint(fit.checkpoint, state);
    while (epoch < last && status === 'done') {
      epoch += 1;
      const { loss, isWhole } = await runEpoch(fit, optimizer, epoch);
      if (!Number.isFinite(loss)) throw new DivergedError(epoch);
      if (!isWhole) status = 'stopped';
      // nothing of an epoch cut short is kept, unless there is nothing else: it would not repeat
      if (!isWhole && best.epoch > 0) break;
      const measured = await (fit.measure?.() ?? { score: 0, loss: -epoch });
      if (!Number.isFinite(measured.loss)) throw new DivergedError(epoch);
      best.offer(measured, epoch);
      fit.onEpoch({ epoch, loss, score: measured.score }, fit.epochs);
      if (fit.isOutOfTime() && epoch < last) status = 'stopped';
      if (epoch - best.epoch >= fit.patience) break;
    }
    const isPaused = status === 'done' && epoch === last && last < fit.epochs && fit.measure;
    const checkpoint = isPaused ? await saveCheckpoint({ ...state, epoch }) : undefined;
    best.restore();
    dropLike(fit, best.epoch);
    return {
      status: isPaused ? 'paused' : status,
      score: best.score,
      selectionLoss: fit.measure === null ? 0 : best.loss,
      epochs: fit.epochs,
      keptEpoch: best.epoch,
      ...(checkpoint === undefined ? {} : { checkpoint }),
    };
  } finally {
    optimizer.dispose();
    best.dispose();
  }
}

/** Seeds are saved with the weights: they too are of the kept epoch, however many passes came after. */
function dropLike(fit: NetworkFit, epoch: number): void {
  const steps = Math.ceil(fit.train.count / fit.batchSize);
  freshDropout(fit.network, deriveSeed(fit.seed, 'dropout', Math.max(0, epoch * steps - 1)));
}

/** One pass over the data in an order of the epoch's own. */
async function runEpoch(
  fit: NetworkFit,
  optimizer: tf.AdamOptimizer,
  epoch: number,
): Promise<{ readonly loss: number; readonly isWhole: boolean }> {
  const random = createRandom(deriveSeed(fit.seed, 'batches', epoch));
  const order = random.shuffle(Array.from({ length: fit.train.count }, (_, index) => index));
  const steps = Math.ceil(fit.train.count / fit.batchSize);
  let sum = 0;
  for (let step = 0; step < steps; step += 1) {
    const done = (epoch - 1) * steps + step;
    setLearningRate(optimizer, scheduledRate(fit.learningRate, done / (fit.epochs * steps)));
    freshDropout(fit.network, deriveSeed(fit.seed, 'dropout', done));
    const indices = order.slice(step * fit.batchSize, (step + 1) * fit.batchSize);
    sum += (await trainStep(fit, optimizer, indices, random)) * indices.length;
    await breathe(fit.signal);
    if (step + 1 < steps && fit.isOutOfTime()) {
      return { loss: sum / ((step + 1) * fit.batchSize), isWhole: false };
    }
  }
  return { loss: sum / fit.train.count, isWhole: true };
}

/** One step of the optimizer; gives the batch's mean loss, read as WebGPU can only be read. */
async function trainStep(
  fit: NetworkFit,
  optimizer: tf.AdamOptimizer,
  indices: readonly number[],
  random: Random,
): Promise<number> {
  const cost = tf.tidy(() => {
    const { inputs, targets } = fit.train.batch(indices, random);
    const weights = fit.network.trainableWeights;
    const kernels = weights
      .filter(({ originalName }) => originalName.endsWith('kernel'))
      .map((weight) => weight.read());
    return optimizer.minimize(
      () => {
        const outputs = fit.network.apply(inputs, { training: true }) as tf.Tensor | tf.Tensor[];
        const loss = fit.loss(outputs, targets);
        if (fit.decay === 0 || kernels.length === 0) return loss;
        const penalty = kernels.map((kernel) => tf.sum(tf.square(kernel)));
        return tf.add(loss, tf.mul(fit.decay, tf.addN(penalty)));
      },
      true,
      weights.map((weight) => weight.read() as tf.Variable),
    )!;
  });
  const [loss] = await cost.data();
  cost.dispose();
  return loss!;
}

/** Rises over the first tenth, then falls to a hundredth as a cosine. */
function scheduledRate(peak: number, done: number): number {
  const warm = 0.1;
  if (done < warm) return peak * (0.1 + 0.9 * (done / warm));
  return peak * (0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * (done - warm)) / (1 - warm))));
}

function setLearningRate(optimizer: tf.AdamOptimizer, rate: number): void {
  // protected in the types, meant to be set: tfjs documents schedules this way
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}
