import type { Trial, TrialResult } from '@orangery/schemas';
import { prunedTrials } from '../../tuning/next-round.ts';
import type { Study } from '../../tuning/study.ts';
import { epochsOf, lastResult, lengthOf, type Journal, type TrialEntries } from './journal.ts';
import { isLost } from './best-result.ts';
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
    const recorded = before.get(trial.number);
    const described = describeTrial(trial, asItEnded(result, recorded), pruned.has(trial.number));
    return [{ ...described, status: recorded?.status ?? described.status }];
  });
  const lost = replayed.filter((trial) => !isReplayed(trial));
  return [...told, ...lost].sort((a, b) => a.number - b.number);
}

/** How a trial was lost after its last weights is not run again, but taken over. */
function asItEnded(result: TrialResult, recorded: Trial | undefined): TrialResult {
  if (recorded === undefined || !isLost(recorded)) return result;
  const { score: _, selectionLoss: __, ...rest } = result;
  const { error } = recorded;
  return { ...rest, folds: [], ...(error !== undefined && { error }) };
}

function describeTrial(trial: TrialEntries, result: TrialResult, isPruned: boolean): Trial {
  const { knobs, start } = trial.entries[0]!.order;
  const results = trial.entries.flatMap((entry) => entry.result ?? []);
  const { score, selectionLoss, error, batchSize, folds } = result;
  const withWeights = results.filter((one) => one.folds.length > 0);
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
    // another trial may have started from them, even if this one was lost later
    ...(withWeights.length > 0 && {
      segments: withWeights.map(epochsOf),
      ofEpochs: lengthOf(withWeights.at(-1)),
    }),
    ...(folds.length > 0 && { keptEpoch: meanKept(result) }),
    ...(batchSize === undefined ? {} : { batchSize }),
  };
}

function meanKept({ folds }: TrialResult): number {
  return Math.round(folds.reduce((sum, { keptEpoch }) => sum + keptEpoch, 0) / folds.length);
}
