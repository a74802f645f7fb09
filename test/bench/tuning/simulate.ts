import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';
import { bestTrial } from '../../../runner/src/tuning/best-trial.ts';
import { nextRound } from '../../../runner/src/tuning/next-round.ts';
import type { Segment, Study, TrialState } from '../../../runner/src/tuning/study.ts';

/** What a segment comes to. */
export type Outcome = Pick<TrialState, 'status' | 'epochs' | 'ofEpochs' | 'curve' | 'score'>;

/** Plays a study to its end; gives the trials after each round. */
export function simulate(study: Study, run: (segment: Segment) => Outcome): TrialState[][] {
  const history: TrialState[][] = [];
  let trials: TrialState[] = [];
  for (;;) {
    const round = nextRound(study, trials, { size: study.width, closing: false });
    if (round.length === 0) return history;
    trials = [...trials];
    for (const segment of round) {
      const { trial, knobs, startFrom } = segment;
      trials[trial - 1] = {
        number: trial,
        knobs,
        ...(startFrom === undefined ? {} : { startFrom }),
        ...run(segment),
      };
    }
    history.push(trials);
  }
}

/** The best score after each trial of a search without early stopping. */
export function bestSoFar(study: Study, score: (knobs: KnobValues) => number): number[] {
  const history = simulate(study, ({ knobs }) => {
    const found = score(knobs);
    return {
      status: 'done',
      epochs: 1,
      ofEpochs: 1,
      curve: [{ epoch: 1, score: found }],
      score: found,
    };
  });
  return history.map((trials) => bestTrial(trials)!.score!);
}

export function studyOf(space: Knobs, seed: number, changes: Partial<Study> = {}): Study {
  return {
    space,
    defaults: {},
    seed,
    trials: 30,
    width: 1,
    advisor: 'bayesian',
    stopping: 'none',
    warmStart: false,
    ...changes,
  };
}

/** Plays a study on workers that go on as soon as they are free; an epoch takes each the same time. */
export function simulateWorkers(
  study: Study,
  run: (segment: Segment) => Outcome,
  workers: number,
): TrialState[] {
  const trials: TrialState[] = [];
  const busy: { readonly endsAt: number; readonly state: TrialState }[] = [];
  let now = 0;
  for (;;) {
    while (busy.length < workers) {
      const [segment] = nextRound(study, trials, { size: 1, closing: false });
      if (segment === undefined) break;
      const { trial, knobs } = segment;
      const state = { number: trial, knobs, ...run(segment) };
      const before = trials[trial - 1];
      const known = before ?? { number: trial, knobs, epochs: 0, ofEpochs: 0, curve: [] };
      trials[trial - 1] = { ...known, status: 'running' };
      busy.push({ endsAt: now + state.epochs - known.epochs, state });
    }
    const next = busy.sort((a, b) => a.endsAt - b.endsAt).shift();
    if (next === undefined) return trials;
    now = next.endsAt;
    trials[next.state.number - 1] = next.state;
  }
}
