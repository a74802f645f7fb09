import { describe, expect, it } from 'vitest';
import type { Knobs } from '@orangery/schemas';
import {
  isSpaceExhausted,
  nextRound,
  prunedTrials,
} from '../../../runner/src/tuning/next-round.ts';
import type { Segment, Study, TrialState } from '../../../runner/src/tuning/study.ts';
import { doneTrial, pausedTrial, studyWith } from './studies.ts';

const size = 2;

/** Plays a study in which trial n scores as given from its first epoch; lists each round's segments. */
function play(study: Study, scoreOf: (trial: number) => number): string[] {
  const trials: TrialState[] = [];
  const rounds: string[] = [];
  for (;;) {
    const round = nextRound(study, trials, { size: study.width, closing: false });
    if (round.length === 0) return rounds;
    rounds.push(round.map(({ trial, until }) => `${trial}→${Math.round(until * 9)}`).join(' '));
    for (const segment of round) trials[segment.trial - 1] = after(segment, scoreOf(segment.trial));
  }
}

function after({ trial, knobs, until }: Segment, score: number): TrialState {
  const paused = pausedTrial(trial, Math.round(until * 9), score);
  if (Number.isNaN(score)) return { ...paused, knobs, status: 'diverged', curve: [] };
  return { ...paused, knobs, status: until === 1 ? 'done' : 'paused' };
}

const told = (segments: readonly Segment[]): string[] =>
  segments.map(({ trial, until }) => `${trial}→${Math.round(until * 9)}`);

describe('a search without stopping', () => {
  it('runs each trial to its end, a round at a time', () => {
    expect(play(studyWith({ trials: 5 }), (trial) => trial)).toEqual(['1→9 2→9', '3→9 4→9', '5→9']);
  });

  it('ends when a finite space is used up, and says so', () => {
    const space: Knobs = { units: { type: 'categorical', values: [8, 16, 32] } };
    const study = studyWith({ space, trials: 5, advisor: 'grid' });
    expect(play(study, (trial) => trial)).toEqual(['1→9 2→9', '3→9']);
    const trials = [8, 16, 32].map((units, index) =>
      doneTrial({ number: index + 1, knobs: { units } }),
    );
    expect(isSpaceExhausted(study, trials.slice(1))).toBe(false);
    expect(isSpaceExhausted(study, trials)).toBe(true);
  });
});

describe('successive halving', () => {
  const study = studyWith({ stopping: 'halving', trials: 9, width: 3, advisor: 'random' });

  it('goes on with the best third of each rung once it is whole', () => {
    expect(play(study, (trial) => trial)).toEqual([
      '1→1 2→1 3→1',
      '4→1 5→1 6→1',
      '7→1 8→1 9→1',
      '9→3 8→3 7→3',
      '9→9',
    ]);
  });

  it('takes the earlier of equal trials, and at least one of few', () => {
    expect(play({ ...study, trials: 4 }, () => 1)).toEqual(['1→1 2→1 3→1', '4→1', '1→3', '1→9']);
  });

  it('comes in brackets of about nine, each followed by the best third of all so far', () => {
    const many = { ...study, trials: 12, width: 6 };
    expect(play({ ...many, trials: 18, width: 9 }, (trial) => -Math.abs(trial - 4))).toEqual([
      '1→1 2→1 3→1 4→1 5→1 6→1 7→1 8→1 9→1',
      '4→3 3→3 5→3 10→1 11→1 12→1 13→1 14→1 15→1',
      '4→9 16→1 17→1 18→1',
      '2→3 6→3 1→3',
      '3→9',
    ]);
    expect(play(many, (trial) => trial).slice(0, 3)).toEqual([
      '1→1 2→1 3→1 4→1 5→1 6→1',
      '7→1 8→1 9→1 10→1 11→1 12→1',
      '12→3 11→3 10→3 9→3',
    ]);
  });

  it('learns nothing from the first rung, where what learns fast looks best', () => {
    const trials = [1, 2, 3, 4, 5, 6].map((number) => pausedTrial(number, 1, number));
    const next = (advisor: Study['advisor'], known: readonly TrialState[]): Segment[] =>
      nextRound({ ...study, advisor }, known, { size: 1, closing: false });
    expect(next('bayesian', trials)).toEqual(next('random', trials));
    const turned = trials.map((trial) => ({ ...trial, score: -trial.number, curve: [] }));
    expect(next('bayesian', turned)).toEqual(next('bayesian', trials));
  });

  it('puts the next best in the place of a trial that diverges', () => {
    const rounds = play({ ...study, trials: 6 }, (trial) => (trial === 6 ? Number.NaN : trial));
    expect(rounds).toEqual(['1→1 2→1 3→1', '4→1 5→1 6→1', '5→3 4→3', '5→9']);
  });

  it('says which trials will never go on, once that stands', () => {
    const whole = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => pausedTrial(number, 1, number));
    expect(prunedTrials(study, whole.slice(0, 8))).toEqual([]);
    expect(prunedTrials(study, whole)).toEqual([]);
    const next = [
      ...whole.slice(0, 6),
      ...[7, 8, 9].map((number) => pausedTrial(number, 3, number)),
    ];
    expect(prunedTrials(study, next).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const ended = [...next.slice(0, 8), doneTrial({ number: 9, score: 9 })];
    expect(prunedTrials(study, ended).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(nextRound(study, ended, { size, closing: false })).toEqual([]);
  });

  it('copes with trials that cannot pause', () => {
    const trials = [1, 2, 3].map((number) => doneTrial({ number, score: number }));
    expect(nextRound({ ...study, trials: 3 }, trials, { size, closing: false })).toEqual([]);
    expect(prunedTrials({ ...study, trials: 3 }, trials)).toEqual([]);
  });

  it('goes on at once with a third of a rung so far while workers run, of nine or more (ASHA)', () => {
    const many = { ...study, trials: 20 };
    const running: TrialState = { ...pausedTrial(10, 0, 0), status: 'running', ofEpochs: 0 };
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => pausedTrial(number, 1, number));
    const all = { size: 4, closing: false };
    expect(told(nextRound(many, [...nine, running], all))).toEqual(['9→3', '8→3', '7→3', '11→1']);
    const eight = [...nine.slice(0, 8), { ...running, number: 9 }];
    expect(told(nextRound(many, eight, { size: 1, closing: false }))).toEqual(['10→1']);
  });

  it('proposes nothing more but waits when all trials are proposed and some run', () => {
    const trials: TrialState[] = [
      pausedTrial(1, 1, 1),
      { ...pausedTrial(2, 0, 0), status: 'running', curve: [] },
    ];
    expect(nextRound({ ...study, trials: 2 }, trials, { size, closing: false })).toEqual([]);
  });

  it('sends the best paused trials to their end when the time closes, and proposes none', () => {
    const trials = [pausedTrial(1, 1, 0.2), pausedTrial(2, 1, 0.9), pausedTrial(3, 3, 0.5)];
    expect(told(nextRound(study, trials, { size, closing: true }))).toEqual(['2→9', '3→9']);
    expect(nextRound(study, [], { size, closing: true })).toEqual([]);
  });

  it('learns from the highest rung that enough trials reached', () => {
    const rungs = (score: (number: number) => number): TrialState[] =>
      [1, 2, 3, 4].map((number) => ({
        ...pausedTrial(number, 3, score(number)),
        knobs: { rate: 10 ** -(number / 2) },
        curve: [
          { epoch: 1, score: 0 },
          { epoch: 3, score: score(number) },
        ],
      }));
    const bayesian = { ...study, advisor: 'bayesian' } as const;
    const next = (trials: TrialState[]): number =>
      Number(nextRound(bayesian, trials, { size: 1, closing: false })[0]!.knobs.rate);
    expect(next(rungs((number) => number))).toBeLessThan(0.03);
    expect(next(rungs((number) => 5 - number))).toBeGreaterThan(0.1);
  });
});

describe('the median rule', () => {
  const study = studyWith({ stopping: 'median', trials: 6, width: 1, advisor: 'random' });

  it('goes on while a trial is at least the median of those before it, and first with what goes on', () => {
    const rounds = play(study, (trial) => [5, 4, 3, 2, 6, 4][trial - 1]!);
    expect(rounds).toEqual([
      ...['1→1', '1→3', '1→9', '2→1', '2→3', '2→9', '3→1', '3→3', '3→9'],
      ...['4→1', '5→1', '5→3', '5→9', '6→1', '6→3'],
    ]);
  });

  it('tells the others as pruned', () => {
    const trials = [5, 4, 3].map((score, index) => ({
      ...pausedTrial(index + 1, 9, score),
      status: 'done' as const,
    }));
    const all = [...trials, pausedTrial(4, 1, 2), pausedTrial(5, 1, 6)];
    expect(prunedTrials(study, all)).toEqual([4]);
    expect(told(nextRound(study, all, { size, closing: true }))).toEqual(['5→9']);
  });
});
