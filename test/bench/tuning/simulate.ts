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
      trials[trial - 1] = { number: trial, knobs, startFrom, ...run(segment) };
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
