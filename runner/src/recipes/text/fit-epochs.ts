import type { Measured } from '../../network/best-weights.ts';
import { DivergedError } from '../../network/diverged.ts';
import { createRandom, deriveSeed } from '../../random.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { readCheckpoint, writeCheckpoint, type EpochCheckpoint } from './epoch-checkpoint.ts';

/** Learns from one example at a time. */
export interface Learner {
  /** @returns the example's loss before the step */
  learn(example: number): number;
  /** The live arrays that going on needs. */
  readonly state: Readonly<Record<string, Float64Array>>;
  /** A copy of what it would predict with by now. */
  weights(): Float32Array;
}

type Course = Pick<
  FitOptions<unknown>,
  'seed' | 'until' | 'checkpoint' | 'signal' | 'isOutOfTime' | 'onEpoch'
>;

export interface EpochFit extends Course {
  readonly learner: Learner;
  readonly examples: number;
  /** Measures weights on the selection data; `null` keeps the last epoch. */
  readonly measure: ((weights: Float32Array) => Measured) | null;
  readonly epochs: number;
  /** Epochs without a better one before stopping. */
  readonly patience: number;
}

export interface EpochFitResult extends Omit<Fitted<unknown>, 'model'> {
  /** Of the epoch with the lowest selection loss. */
  readonly weights: Float32Array;
}

type Best = EpochCheckpoint['best'];

/**
 * Passes over the examples in an order of each epoch's own, as `fitNetwork` does for networks: it
 * keeps the best epoch, and pauses and goes on bit for bit.
 * @throws DivergedError when the loss is not a number; the signal's reason when aborted
 */
export async function fitEpochs(fit: EpochFit): Promise<EpochFitResult> {
  const known = fit.checkpoint && readCheckpoint(fit.checkpoint, fit.learner.state);
  const last = Math.min(fit.epochs, Math.max(1, Math.round(fit.until * fit.epochs)));
  let best: Best = known?.best ?? { score: -Infinity, loss: Infinity, epoch: 0, weights: null };
  let epoch = known?.epoch ?? 0;
  let status: Fitted<unknown>['status'] = 'done';
  while (epoch < last && status === 'done') {
    epoch += 1;
    const { loss, isWhole } = await runEpoch(fit, epoch);
    if (!Number.isFinite(loss)) throw new DivergedError(epoch);
    if (!isWhole) status = 'stopped';
    // nothing of an epoch cut short is kept, unless there is nothing else: it would not repeat
    if (!isWhole && best.epoch > 0) break;
    const weights = fit.learner.weights();
    const measured = fit.measure?.(weights) ?? { score: 0, loss: -epoch };
    if (!Number.isFinite(measured.loss)) throw new DivergedError(epoch);
    if (measured.loss < best.loss) best = { ...measured, epoch, weights };
    fit.onEpoch({ epoch, loss, score: measured.score }, fit.epochs);
    if (fit.isOutOfTime() && epoch < last) status = 'stopped';
    if (epoch - best.epoch >= fit.patience) break;
  }
  const isPaused = status === 'done' && epoch === last && last < fit.epochs && fit.measure !== null;
  return {
    weights: best.weights ?? fit.learner.weights(),
    status: isPaused ? 'paused' : status,
    score: best.score,
    selectionLoss: fit.measure === null ? 0 : best.loss,
    epochs: fit.epochs,
    keptEpoch: best.epoch,
    ...(isPaused ? { checkpoint: writeCheckpoint({ epoch, best }, fit.learner.state) } : {}),
  };
}

async function runEpoch(
  fit: EpochFit,
  epoch: number,
): Promise<{ readonly loss: number; readonly isWhole: boolean }> {
  const random = createRandom(deriveSeed(fit.seed, 'examples', epoch));
  const order = random.shuffle(Array.from({ length: fit.examples }, (_, index) => index));
  let sum = 0;
  for (const [done, example] of order.entries()) {
    sum += fit.learner.learn(example);
    if (done % 16 !== 15 || done + 1 === order.length) continue;
    await breathe(fit.signal);
    if (fit.isOutOfTime()) return { loss: sum / (done + 1), isWhole: false };
  }
  return { loss: sum / Math.max(1, order.length), isWhole: true };
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
