import type { EpochPoint, FoldResult, SegmentOrder, TrialResult } from '@orangery/schemas';
import { isOutOfMemory } from '../../compute/is-out-of-memory.ts';
import { DivergedError } from '../../network/diverged.ts';
import { deriveSeed } from '../../random.ts';
import type { ArtifactFiles, Fitted, FitOptions } from '../../recipes/recipe.ts';
import type { FoldData } from '../divide-data.ts';
import type { WorkHooks } from '../executor.ts';
import { hashOrder, type Work } from './work.ts';

/**
 * Fits one segment of a trial, fold by fold, and keeps result and files in the store.
 * @throws what the backend says when memory is used up; the signal's reason when aborted
 */
export async function fitSegment(
  work: Work,
  order: SegmentOrder,
  hooks: WorkHooks,
): Promise<TrialResult> {
  const { store, training, world } = work;
  const startedAt = world.now();
  const seconds = hooks.secondsLeft();
  const isOutOfTime = (): boolean => (world.now() - startedAt) / 1000 >= seconds;
  const stretch = new Stretch(work, order, { ...hooks, isOutOfTime });
  const ended = await stretch.fit().catch((error: unknown) => {
    world.signal.throwIfAborted();
    if (isOutOfMemory(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const status = error instanceof DivergedError ? 'diverged' : 'failed';
    return { status, folds: [], error: message } as const;
  });
  const result: TrialResult = {
    schema: 'trial-result/1',
    order: hashOrder(training, order),
    trial: order.trial,
    segment: order.segment,
    ...ended,
    folds: [...ended.folds],
    ...(order.batchSize === undefined ? {} : { batchSize: order.batchSize }),
    seconds: (world.now() - startedAt) / 1000,
  };
  await store.write(result, stretch.files);
  return result;
}

type Ended = Pick<TrialResult, 'status' | 'score' | 'selectionLoss' | 'error'> & {
  readonly folds: readonly FoldResult[];
};

interface StretchHooks extends WorkHooks {
  readonly isOutOfTime: () => boolean;
}

/** One segment as it is fitted. */
class Stretch {
  readonly #work: Work;
  readonly #order: SegmentOrder;
  readonly #hooks: StretchHooks;
  readonly #checkpoints = new Map<number, ArtifactFiles>();
  #model: ArtifactFiles | null = null;

  constructor(work: Work, order: SegmentOrder, hooks: StretchHooks) {
    this.#work = work;
    this.#order = order;
    this.#hooks = hooks;
  }

  get files(): { model: ArtifactFiles | null; checkpoints: ReadonlyMap<number, ArtifactFiles> } {
    return { model: this.#model, checkpoints: this.#checkpoints };
  }

  async fit(): Promise<Ended> {
    const { trial, segment } = this.#order;
    const { parts, store } = this.#work;
    const before = segment === 1 ? undefined : await store.result(trial, segment - 1);
    const folds: FoldResult[] = [];
    for (const [index, data] of parts.folds.entries()) {
      const earlier = before?.folds[index];
      // there is something to keep: a fold that cannot end is not begun
      if (index > 0 && this.#hooks.isOutOfTime()) return { status: 'stopped', folds };
      if (earlier?.status === 'done') folds.push(await this.#carryOver(earlier, index));
      else folds.push(await this.#fitFold(data, index, earlier));
    }
    return summarize(folds);
  }

  /** A fold that came to its end before the others. */
  async #carryOver(earlier: FoldResult, index: number): Promise<FoldResult> {
    const { trial, segment } = this.#order;
    if (index === 0) this.#model = await this.#work.store.model(trial, segment - 1);
    return { ...earlier, curve: [] };
  }

  async #fitFold(
    data: FoldData,
    index: number,
    earlier: FoldResult | undefined,
  ): Promise<FoldResult> {
    const { recipe } = this.#work;
    const curve: EpochPoint[] = [];
    const options = await this.#options(data, index, earlier);
    const fitted = await recipe.fit({
      ...options,
      onEpoch: (point, epochs) => {
        curve.push(point);
        this.#hooks.onEpoch(point, epochs);
      },
    });
    try {
      if (index === 0) this.#model = await recipe.save(fitted.model);
    } finally {
      recipe.dispose(fitted.model);
    }
    if (fitted.checkpoint !== undefined) this.#checkpoints.set(index, fitted.checkpoint);
    return describeFold(fitted, curve, earlier);
  }

  async #options(
    data: FoldData,
    index: number,
    earlier: FoldResult | undefined,
  ): Promise<Omit<FitOptions<unknown>, 'onEpoch'>> {
    const { trial, segment, knobs, until, start, batchSize } = this.#order;
    const { store, seed, backbone, world } = this.#work;
    const purpose = index === 0 ? ['fit', trial] : ['fit', trial, 'fold', index + 1];
    return {
      ...data,
      knobs: batchSize === undefined ? knobs : { ...knobs, batchSize },
      seed: deriveSeed(seed, ...purpose),
      until,
      ...(earlier && { checkpoint: await store.checkpoint(trial, segment - 1, index) }),
      ...(start && { start: await store.model(start.trial, start.segment) }),
      ...(backbone && { backbone }),
      signal: world.signal,
      isOutOfTime: this.#hooks.isOutOfTime,
    };
  }
}

function describeFold(
  fitted: Fitted<unknown>,
  curve: EpochPoint[],
  earlier: FoldResult | undefined,
): FoldResult {
  const { status, epochs: ofEpochs, keptEpoch, score, selectionLoss } = fitted;
  // what ends without passes counts as one
  const whole = curve.length + (earlier?.epochs ?? 0) || (status === 'stopped' ? 0 : 1);
  return { status, epochs: whole, ofEpochs, keptEpoch, score, selectionLoss, curve };
}

/** Scores over fewer folds than there are do not compare: a segment cut among several has none. */
function summarize(folds: readonly FoldResult[]): Ended {
  const isCut = folds.some(({ status }) => status === 'stopped');
  const isPaused = folds.some(({ status }) => status === 'paused');
  const status = isCut ? 'stopped' : isPaused ? 'paused' : 'done';
  if (isCut && folds.length > 1) return { status, folds };
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    status,
    folds,
    score: mean(folds.map(({ score }) => score)),
    selectionLoss: mean(folds.map(({ selectionLoss }) => selectionLoss)),
  };
}
