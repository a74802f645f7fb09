import type { Study, TrialState } from '../../../runner/src/tuning/study.ts';

/** A study of one knob, with changes. */
export function studyWith(changes: Partial<Study> = {}): Study {
  return {
    space: { rate: { type: 'float', min: 0.001, max: 1, scale: 'log' } },
    defaults: {},
    seed: 1,
    trials: 10,
    width: 2,
    advisor: 'bayesian',
    stopping: 'none',
    warmStart: false,
    ...changes,
  };
}

/** A trial of nine epochs that went to its end, with changes. */
export function doneTrial(changes: Partial<TrialState> & Pick<TrialState, 'number'>): TrialState {
  const { score } = changes;
  const curve = score === undefined ? [] : [{ epoch: 9, score }];
  return { knobs: {}, status: 'done', epochs: 9, ofEpochs: 9, curve, ...changes };
}

/** A trial of nine epochs that paused after some, with a score that it had from the first. */
export function pausedTrial(number: number, epochs: number, score: number): TrialState {
  const curve = Array.from({ length: epochs }, (_, index) => ({ epoch: index + 1, score }));
  return { number, knobs: { rate: 0.1 }, status: 'paused', epochs, ofEpochs: 9, curve, score };
}
