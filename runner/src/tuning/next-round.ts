import { propose } from './propose.ts';
import { countPlaces } from './space/enumerate.ts';
import { describeSpace } from './space/dimension.ts';
import { placeOf, toPoint } from './space/point.ts';
import { mostListed } from './advisors/random.ts';
import { halvingGoesOn, halvingPrunes } from './stopping/halving.ts';
import { medianGoesOn, medianPrunes } from './stopping/median.ts';
import { nextRung, rungsOf } from './stopping/rungs.ts';
import type { RoundOptions, Segment, Study, TrialState } from './study.ts';

/**
 * The next segments, `[]` when nothing is left, or nothing until a running trial ends. A function of
 * the study and the results: called when no trial runs, it repeats whatever the machines' speed was.
 */
export function nextRound(
  study: Study,
  trials: readonly TrialState[],
  { size, closing }: RoundOptions,
): Segment[] {
  if (closing) return closingRound(study, trials).slice(0, size);
  const older = goOn(study, trials).slice(0, size);
  return [...older, ...newTrials(study, trials, size - older.length)];
}

/** Numbers of paused trials that will never go on. */
export function prunedTrials(study: Study, trials: readonly TrialState[]): number[] {
  return pruned(study, trials).map(({ number }) => number);
}

/** Whether every place of a finite space was tried, so that the trials may end before their count. */
export function isSpaceExhausted(study: Study, trials: readonly TrialState[]): boolean {
  const space = describeSpace(study.space);
  const places = new Set(trials.map(({ knobs }) => placeOf(space, toPoint(space, knobs))));
  return places.size >= countPlaces(space, mostListed);
}

function goOn(study: Study, trials: readonly TrialState[]): Segment[] {
  return chosenTrials(study, trials).map((trial) => segmentOf(trial, nextRung(study, trial)));
}

function chosenTrials(study: Study, trials: readonly TrialState[]): TrialState[] {
  switch (study.stopping) {
    case 'none':
      return [];
    case 'median':
      return medianGoesOn(study, trials);
    case 'halving':
      return halvingGoesOn(study, trials, isSpaceExhausted(study, trials));
  }
}

function pruned(study: Study, trials: readonly TrialState[]): TrialState[] {
  switch (study.stopping) {
    case 'none':
      return [];
    case 'median':
      return medianPrunes(study, trials);
    case 'halving':
      return halvingPrunes(study, trials, isSpaceExhausted(study, trials));
  }
}

/** The paused trials that may still win, the best first, to their end. */
function closingRound(study: Study, trials: readonly TrialState[]): Segment[] {
  const hopeless = new Set(pruned(study, trials));
  return trials
    .filter((trial) => trial.status === 'paused' && !hopeless.has(trial))
    .sort((a, b) => (b.score ?? -Infinity) - (a.score ?? -Infinity) || a.number - b.number)
    .map((trial) => segmentOf(trial, 1));
}

function newTrials(study: Study, trials: readonly TrialState[], count: number): Segment[] {
  const known = [...trials];
  const segments: Segment[] = [];
  while (segments.length < count && known.length < study.trials) {
    const proposal = propose(study, known);
    if (proposal === undefined) break;
    const trial = known.length + 1;
    segments.push({ trial, ...proposal, until: rungsOf(study.stopping)[0]! });
    known.push({
      number: trial,
      ...proposal,
      status: 'running',
      epochs: 0,
      ofEpochs: 0,
      curve: [],
    });
  }
  return segments;
}

function segmentOf({ number, knobs, startFrom }: TrialState, until: number): Segment {
  return { trial: number, knobs, ...(startFrom === undefined ? {} : { startFrom }), until };
}
