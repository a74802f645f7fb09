import type { Trial, TrialResult } from '@orangery/schemas';
import { prunedTrials } from '../../tuning/next-round.ts';
import type { Study } from '../../tuning/study.ts';
import { epochsOf, lastResult, lengthOf, type Journal, type TrialEntries } from './journal.ts';
import { meanCurve } from './mean-curve.ts';
import { isReplayed } from './replay-round.ts';

/**
 * Every trial as a receipt tells it. One that nobody began is none. Of trials that are run again the
 * status is what it was, and those without weights are taken over.
 */
export function describeTrials(
  study: Study,
  journal: Journal,
  replayed: readonly Trial[] = [],
): Trial[] {
  const pruned = new Set(prunedTrials(study, journal.states));
  const before = new Map(replayed.map((trial) => [trial.number, trial]));
  const told = journal.trials.flatMap((trial) => {
    const result = lastResult(trial);
    if (result === undefined) return [];
    const described = describeTrial(trial, result, pruned.has(trial.number));
    return [{ ...described, status: before.get(trial.number)?.status ?? described.status }];
  });
  const lost = replayed.filter((trial) => !isReplayed(trial));
  return [...told, ...lost].sort((a, b) => a.number - b.number);
}

function describeTrial(trial: TrialEntries, result: TrialResult, isPruned: boolean): Trial {
  const { knobs, start } = trial.entries[0]!.order;
  const results = trial.entries.flatMap((entry) => entry.result ?? []);
  const { score, selectionLoss, error, batchSize, folds } = result;
  const hasWeights = folds.length > 0;
  return {
    number: trial.number,
    knobs,
    status: result.status === 'paused' ? (isPruned ? 'pruned' : 'stopped') : result.status,
    epochs: Math.max(...results.map(epochsOf)),
    ...(score === undefined ? {} : { score }),
    ...(selectionLoss === undefined ? {} : { selectionLoss }),
    ...(error === undefined ? {} : { error }),
    curve: meanCurve(trial.entries.map(({ result }) => result?.folds ?? [])),
    ...(start === undefined ? {} : { startFrom: start.trial, startSegment: start.segment }),
    ...(hasWeights && {
      segments: results.map(epochsOf),
      keptEpoch: meanKept(result),
      ofEpochs: lengthOf(result),
    }),
    ...(batchSize === undefined ? {} : { batchSize }),
  };
}

function meanKept({ folds }: TrialResult): number {
  return Math.round(folds.reduce((sum, { keptEpoch }) => sum + keptEpoch, 0) / folds.length);
}
