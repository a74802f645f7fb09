import type { Baseline, Comparison, Refit } from '@orangery/schemas';
import { deriveSeed } from '../../random.ts';
import type { ArtifactFiles, Evaluation, KnobValues, RawInput } from '../../recipes/recipe.ts';
import type { WorkHooks } from '../executor.ts';
import type { Work } from './work.ts';

/** The last work of a training: what becomes of its best trial. */
export interface FinishTask {
  readonly trial: number;
  /** Segment that gave its weights. */
  readonly segment: number;
  /** Its knobs once more, on all data but the held-out part. */
  readonly refit?: RefitTask;
  /** Whether examples of the held-out part may be shown. */
  readonly isPublic: boolean;
}

export interface RefitTask {
  readonly knobs: KnobValues;
  /** Share of the full length. */
  readonly until: number;
  /** Kept back for measuring; a refit that takes longer is thrown away. */
  readonly reserveSeconds: number;
}

export interface Finished {
  readonly files: ArtifactFiles;
  readonly evaluation: Evaluation;
  readonly baseline: Baseline;
  readonly comparisons: readonly Comparison[];
  /** Absent when there was none, or it was cut short. */
  readonly refit?: Refit;
  /** For the golden test; none of private data. */
  readonly examples: readonly RawInput[];
}

const goldenExamples = 3;

/**
 * Fits the best knobs again where that is asked and the time allows, and measures what came out on
 * the held-out part, once, beside the trivial baseline and the recipe's other models.
 * @throws Failure; the signal's reason when aborted
 */
export async function finishTraining(
  work: Work,
  task: FinishTask,
  hooks: WorkHooks,
): Promise<Finished> {
  const { recipe, parts, seed, store, world } = work;
  const startedAt = world.now();
  const seconds = hooks.secondsLeft();
  const hasLeft = (reserve: number): boolean =>
    (world.now() - startedAt) / 1000 < seconds - reserve;
  const refitted = task.refit && (await refit(work, task, { ...hooks, hasLeft }));
  const model = refitted?.model ?? (await recipe.load(await store.model(task.trial, task.segment)));
  try {
    const fittedTo = refitted === undefined ? parts.folds[0]!.train : parts.all;
    if (recipe.compare !== undefined) {
      world.logger.info('Fitting the models beside it, for comparison');
    }
    return {
      files: await recipe.save(model),
      evaluation: await recipe.evaluate(model, parts.test),
      baseline: recipe.baseline(fittedTo, parts.test),
      comparisons:
        (await recipe.compare?.({
          ...{ train: fittedTo, test: parts.test, seed },
          signal: world.signal,
          isOutOfTime: () => !hasLeft(0),
        })) ?? [],
      ...(refitted && { refit: refitted.refit }),
      examples: task.isPublic ? await showExamples(work) : [],
    };
  } finally {
    recipe.dispose(model);
  }
}

interface Refitted {
  readonly model: unknown;
  readonly refit: Refit;
}

/** `undefined` when it was cut short, or failed where the trial did not. */
async function refit(
  { recipe, parts, seed, backbone, world }: Work,
  { trial, refit: task }: FinishTask,
  { onEpoch, hasLeft }: WorkHooks & { readonly hasLeft: (reserve: number) => boolean },
): Promise<Refitted | undefined> {
  const { knobs, until, reserveSeconds } = task!;
  let passes = 0;
  try {
    const fitted = await recipe.fit({
      ...{ train: parts.all, selection: null, knobs, until },
      seed: deriveSeed(seed, 'fit', trial),
      ...(backbone && { backbone }),
      signal: world.signal,
      isOutOfTime: () => !hasLeft(reserveSeconds),
      onEpoch: (point, epochs) => {
        passes = point.epoch;
        onEpoch(point, epochs);
      },
    });
    const model = fitted.model;
    if (fitted.status !== 'stopped') {
      return { model, refit: { epochs: Math.max(1, passes), examples: parts.count } };
    }
    recipe.dispose(model);
    world.logger.warn('The last fit to all data was cut short: the best trial’s weights are kept');
  } catch (error) {
    world.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    world.logger.warn(`The last fit to all data: ${reason}; the best trial’s weights are kept`);
  }
  return undefined;
}

async function showExamples({ recipe, parts }: Work): Promise<readonly RawInput[]> {
  const count = recipe.strata(parts.test).length;
  const shown = Math.min(goldenExamples, count);
  const indices = Array.from({ length: shown }, (_, index) =>
    Math.floor((index * count) / goldenExamples),
  );
  return recipe.rawInputs(parts.test, indices);
}
