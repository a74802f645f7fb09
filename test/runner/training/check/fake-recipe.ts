import type {
  Fitted,
  FitOptions,
  KnobValues,
  Recipe,
} from '../../../../runner/src/recipes/recipe.ts';
import { DivergedError } from '../../../../runner/src/network/diverged.ts';
import { recipes } from '../../../../runner/src/recipes/index.ts';

export interface FakeClock {
  readonly now: () => number;
  advance(seconds: number): void;
}

export function fakeClock(): FakeClock {
  let milliseconds = 1_800_000_000_000;
  return {
    now: () => milliseconds,
    advance: (seconds) => void (milliseconds += seconds * 1000),
  };
}

/** How a trial goes, by its knobs. */
export interface FakeTrial {
  readonly secondsPerExample: number;
  readonly ofEpochs: number;
  /** Passes until it ends by itself. */
  readonly epochs: number;
  readonly score?: number;
  /** Of more than 128 examples as many fewer passes. */
  readonly fewerOfMore?: boolean;
  /** Instead of weights. */
  readonly diverges?: boolean;
}

export interface FakeRecipe {
  readonly recipe: Recipe;
  /** Models that were made and not disposed of. */
  liveModels(): number;
}

const batch = 10;

/** A recipe whose data is a list of labels, and whose fits take the time of a fake clock. */
export function fakeRecipe(
  clock: FakeClock,
  trialOf: (knobs: KnobValues) => FakeTrial,
): FakeRecipe {
  const live = new Set<unknown>();
  const fit = async (options: FitOptions<unknown>): Promise<Fitted<unknown>> => {
    const trial = trialOf(options.knobs);
    const status = runEpochs(clock, trial, options);
    if (trial.diverges === true) throw new DivergedError(1);
    const { score = 0.5 } = trial;
    const model = { score };
    live.add(model);
    const { ofEpochs: epochs, epochs: keptEpoch } = trial;
    return { model, status, score, selectionLoss: 1 - score, epochs, keptEpoch };
  };
  const recipe: Recipe = {
    ...recipes['tabular-classification'],
    strata: (data) => data as string[],
    select: (data, indices) => indices.map((index) => (data as string[])[index]!),
    fit,
    evaluate: async (model, data) => {
      clock.advance((data as string[]).length * 0.0001);
      const { score } = model as { score: number };
      return { metrics: { accuracy: score }, intervals: {} };
    },
    dispose: (model) => void live.delete(model),
  };
  return { recipe, liveModels: () => live.size };
}

function runEpochs(
  clock: FakeClock,
  trial: FakeTrial,
  options: FitOptions<unknown>,
): Fitted<unknown>['status'] {
  const count = (options.train as string[]).length;
  const fewer = trial.fewerOfMore === true ? Math.min(1, 128 / count) : 1;
  const ofEpochs = Math.round(trial.ofEpochs * fewer);
  for (let epoch = 1; epoch <= trial.epochs; epoch += 1) {
    let isOver = false;
    for (let done = 0; done < count && !isOver; done += batch) {
      options.signal.throwIfAborted();
      clock.advance(Math.min(batch, count - done) * trial.secondsPerExample);
      isOver = options.isOutOfTime();
    }
    options.onEpoch({ epoch, loss: 1, score: trial.score ?? 0.5 }, ofEpochs);
    if (isOver || (options.isOutOfTime() && epoch < ofEpochs)) return 'stopped';
  }
  return 'done';
}
