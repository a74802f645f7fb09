import type { Knobs } from '@orangery/schemas';
import type { ArtifactFiles, Fitted, KnobValues } from '../../recipes/recipe.ts';
import { nextRound } from '../../tuning/next-round.ts';
import type { TrialState } from '../../tuning/study.ts';
import { Skipped } from './checklist.ts';
import type { Checked } from './test-module.ts';
import type { Trial } from './trial.ts';

/** The best of the fits, and what it was fitted with. */
export interface Best {
  readonly knobs: KnobValues;
  readonly fitted: Fitted<unknown>;
  /** Whether the time cut it. */
  readonly isCut: boolean;
}

const seed = 1;

/** Fits as many trials as were asked for, and keeps the best. */
export async function fitTrials(trial: Trial): Promise<Checked<Best>> {
  const { order, knobs, defaults, opened } = trial;
  const { recipe } = opened;
  const secondsEach = (order.hours * 3600) / (order.trials + 1);
  const states: TrialState[] = [];
  let best: Best | undefined;
  const study = {
    ...{ space: knobs, defaults: pinned(knobs, defaults), seed, trials: order.trials, width: 1 },
    ...({ advisor: 'random', stopping: 'none', warmStart: false } as const),
  };
  for (;;) {
    const [segment] = nextRound(study, states, { size: 1, closing: false });
    if (segment === undefined) break;
    const one = await fit(trial, segment.knobs, secondsEach);
    const { score, epochs } = one.fitted;
    const numbers = { number: segment.trial, epochs, ofEpochs: epochs, score };
    states.push({ ...numbers, knobs: segment.knobs, status: 'done', curve: [] });
    const isBetter = best === undefined || score > best.fitted.score;
    if (best !== undefined) recipe.dispose((isBetter ? best : one).fitted.model);
    if (isBetter) best = one;
  }
  const word = states.length === 1 ? 'trial' : 'trials';
  const cut = best!.isCut ? ', cut by the time' : '';
  const detail = `${states.length} ${word}, best ${recipe.scoreName} ${best!.fitted.score.toFixed(3)}${cut}`;
  return { detail, value: best! };
}

/** Fits the best one's knobs once more. */
export async function repeat(
  trial: Trial,
  best: Best,
  files: ArtifactFiles | undefined,
): Promise<Checked<null>> {
  if (files === undefined) throw new Skipped('it did not save');
  if (best.isCut) throw new Skipped('the time cut the fit: give it more --hours');
  const { recipe } = trial.opened;
  const { fitted } = await fit(trial, best.knobs, trial.order.hours * 3600);
  try {
    const again = await recipe.save(fitted.model);
    const differing = [...files].find(([path, bytes]) => !isSame(bytes, again.get(path)));
    if (differing === undefined) return { detail: 'bit for bit', value: null };
    throw new Error(
      `expected the same weights from the same seed, found another ${differing[0]}: take all chance from createRandom(seed)`,
    );
  } finally {
    recipe.dispose(fitted.model);
  }
}

async function fit(trial: Trial, knobs: KnobValues, seconds: number): Promise<Best> {
  const { opened, sample, order } = trial;
  const startedAt = performance.now();
  let isCut = false;
  const fitted = await opened.recipe.fit({
    ...sample.parts.folds[0]!,
    ...{ knobs, seed, until: 1, signal: order.world.signal },
    isOutOfTime: () => {
      const isUp = performance.now() - startedAt > seconds * 1000;
      isCut ||= isUp;
      return isUp;
    },
    onEpoch: () => {},
  });
  if (!Number.isFinite(fitted.score)) {
    throw new Error(`expected a number for the score, found ${fitted.score}`);
  }
  return { knobs, fitted, isCut };
}

/** What the request pins counts for the first trial too. */
function pinned(knobs: Knobs, defaults: KnobValues): KnobValues {
  const fixed = Object.entries(knobs).flatMap(([name, knob]) =>
    knob.type === 'fixed' ? [[name, knob.value] as const] : [],
  );
  return { ...defaults, ...Object.fromEntries(fixed) };
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.from(a).equals(b);
}
