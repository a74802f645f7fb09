import type { EpochPoint } from '@orangery/schemas';
import type { layers } from '../compute/tensorflow.ts';
import { tf } from '../compute/tensorflow.ts';
import { measureSelection } from './measure-selection.ts';
import { DivergedError } from './diverged.ts';
import { createRandom, deriveSeed, type Random } from '../random.ts';

/** Examples as numbers, made batch by batch so that augmentation can differ each time. */
export interface ExampleSource {
  readonly count: number;
  /** Class index of each example. */
  readonly labels: Int32Array;
  /**
   * Fills a batch, `[indices.length, ...inputShape]`.
   * @param random given while training: augment; absent: do not
   */
  batch(indices: readonly number[], random?: Random): tf.Tensor;
}

export interface NetworkFit {
  readonly network: layers.LayersModel;
  readonly train: ExampleSource;
  readonly selection: ExampleSource;
  readonly classes: number;
  readonly epochs: number;
  /** Epochs without a better one before stopping. */
  readonly patience: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Weight decay on kernels. */
  readonly decay: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly isOutOfTime: () => boolean;
  readonly onEpoch: (point: EpochPoint, epochs: number) => void;
}

export interface NetworkFitResult {
  readonly status: 'done' | 'stopped';
  /** Accuracy on the selection data in the epoch kept. */
  readonly score: number;
  /** Log-loss on the selection data in the epoch kept. */
  readonly selectionLoss: number;
}

/**
 * Fits a classifier by Adam (Kingma and Ba 2015) under a one-cycle cosine schedule (Smith 2018), and
 * leaves in the network the weights of the epoch with the lowest selection log-loss. Repeats bit for bit from its seed on one backend.
 * @throws DivergedError when the loss is not a number; the signal's reason when aborted
 */
export async function fitNetwork(fit: NetworkFit): Promise<NetworkFitResult> {
  const steps = Math.ceil(fit.train.count / fit.batchSize);
  const optimizer = tf.train.adam(fit.learningRate);
  const random = createRandom(deriveSeed(fit.seed, 'batches'));
  const best = new BestWeights(fit.network);
  let status: NetworkFitResult['status'] = 'done';
  try {
    for (let epoch = 1; epoch <= fit.epochs && status === 'done'; epoch += 1) {
      const order = random.shuffle(Array.from({ length: fit.train.count }, (_, index) => index));
      const loss = new MeanLoss();
      for (let step = 0; step < steps && status === 'done'; step += 1) {
        const done = ((epoch - 1) * steps + step) / (fit.epochs * steps);
        setLearningRate(optimizer, scheduledRate(fit.learningRate, done));
        const indices = order.slice(step * fit.batchSize, (step + 1) * fit.batchSize);
        loss.add(trainStep(fit, optimizer, indices, random), indices.length);
        await breathe(fit.signal);
        if (fit.isOutOfTime()) status = 'stopped';
      }
      if (!Number.isFinite(loss.mean)) throw new DivergedError(epoch);
      const { accuracy, logLoss } = await measureSelection(fit);
      best.offer(accuracy, logLoss, epoch);
      fit.onEpoch({ epoch, loss: loss.mean, score: accuracy }, fit.epochs);
      if (fit.isOutOfTime() && epoch < fit.epochs) status = 'stopped';
      if (epoch - best.epoch >= fit.patience) break;
    }
    best.restore();
    return { status, score: best.score, selectionLoss: best.loss };
  } finally {
    optimizer.dispose();
    best.dispose();
  }
}

/** One step of the optimizer; gives the batch's mean loss. */
function trainStep(
  fit: NetworkFit,
  optimizer: tf.AdamOptimizer,
  indices: readonly number[],
  random: Random,
): number {
  return tf.tidy(() => {
    const inputs = fit.train.batch(indices, random);
    const labels = indices.map((index) => fit.train.labels[index]!);
    const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), fit.classes);
    const kernels = fit.network.trainableWeights
      .filter(({ originalName }) => originalName.endsWith('/kernel'))
      .map((weight) => weight.read());
    const cost = optimizer.minimize(() => {
      const logits = fit.network.apply(inputs, { training: true }) as tf.Tensor2D;
      const loss = tf.losses.softmaxCrossEntropy(targets, logits) as tf.Scalar;
      if (fit.decay === 0) return loss;
      const penalty = kernels.map((kernel) => tf.sum(tf.square(kernel)));
      return tf.add(loss, tf.mul(fit.decay, tf.addN(penalty)));
    }, true);
    return cost!.dataSync()[0]!;
  });
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

let lastBreath = 0;

/** Lets timers and Ctrl-C through now and then. */
async function breathe(signal: AbortSignal): Promise<void> {
  if (performance.now() - lastBreath > 50) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    lastBreath = performance.now();
  }
  signal.throwIfAborted();
}

class MeanLoss {
  #sum = 0;
  #count = 0;

  add(loss: number, count: number): void {
    this.#sum += loss * count;
    this.#count += count;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }
}

/** Keeps a copy of the weights of the best epoch so far. */
class BestWeights {
  readonly #network: layers.LayersModel;
  #weights: tf.Tensor[] = [];
  score = -Infinity;
  loss = Infinity;
  epoch = 0;

  constructor(network: layers.LayersModel) {
    this.#network = network;
  }

  offer(score: number, loss: number, epoch: number): void {
    if (loss >= this.loss) return;
    this.dispose();
    this.#weights = this.#network.getWeights().map((weight) => weight.clone());
    this.score = score;
    this.loss = loss;
    this.epoch = epoch;
  }

  restore(): void {
    if (this.#weights.length > 0) this.#network.setWeights(this.#weights);
  }

  dispose(): void {
    for (const weight of this.#weights) weight.dispose();
    this.#weights = [];
  }
}
