import type { TrialResult } from '@orangery/schemas';
import type { Clock } from '../budget.ts';
import { bestResult } from './best-result.ts';
import { epochsOf, lastResult, lengthOf, type TrialEntries } from './journal.ts';

/** What is still to be done with the time, as far as the results tell. */
export interface TimeLeft {
  /** Until fitting must end, so that refit and measuring are done in time. */
  readonly fittingSeconds: number;
  /** Whether nothing new should be begun: the most promising trial only just fits. */
  readonly isClosing: boolean;
}

export interface Forecast {
  readonly clock: Clock;
  readonly trials: readonly TrialEntries[];
  readonly refits: boolean;
  /** Examples that a refit has for each that a trial has. */
  readonly growth: number;
}

/** The last fit takes no more of the whole time than this; else it is left out. */
const mostOfBudget = 0.3;
/** What is predicted from one time is seldom so much more the next. */
const margin = 1.2;

/** Looks ahead: how long the best trial would take to its end, to be fitted anew, to be measured. */
export function timeLeft(forecast: Forecast): TimeLeft {
  const { clock, trials } = forecast;
  const reserve = measuringSeconds(trials) + reservedForRefit(forecast);
  const fittingSeconds = Math.min(clock.fittingSecondsLeft(), clock.secondsLeft() - reserve);
  const promising = bestResult(trials.filter((trial) => lastResult(trial)?.status === 'paused'));
  const toItsEnd = promising === undefined ? 0 : secondsToEnd(promising, trials);
  const another = Math.max(0, ...trials.map((trial) => trial.entries[0]!.result?.seconds ?? 0));
  const isClosing = promising !== undefined && fittingSeconds < margin * (toItsEnd + another);
  return { fittingSeconds, isClosing };
}

/** To measure a model on held-out data: less than a pass over the training data takes. */
export function measuringSeconds(trials: readonly TrialEntries[]): number {
  return Math.max(0, ...trials.map((trial) => secondsPerEpoch(trial) / 2));
}

/** What a last fit of the best trial's knobs would take. */
export function refitSeconds({ trials, growth }: Pick<Forecast, 'trials' | 'growth'>): number {
  const best = bestResult(trials);
  if (best === undefined) return 0;
  const trial = trials.find(({ number }) => number === best.trial)!;
  const kept = Math.max(1, ...best.folds.map(({ keptEpoch }) => keptEpoch));
  return secondsPerEpoch(trial) * kept * growth * margin;
}

function reservedForRefit(forecast: Forecast): number {
  if (!forecast.refits) return 0;
  const seconds = refitSeconds(forecast);
  const { clock } = forecast;
  return seconds > mostOfBudget * (clock.secondsUsed() + clock.secondsLeft()) ? 0 : seconds;
}

function secondsToEnd(result: TrialResult, trials: readonly TrialEntries[]): number {
  const trial = trials.find(({ number }) => number === result.trial)!;
  return secondsPerEpoch(trial) * result.folds.length * (lengthOf(result) - epochsOf(result));
}

/** Of one fold. */
function secondsPerEpoch({ entries }: TrialEntries): number {
  const results = entries.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const last = results.at(-1);
  const epochs = (last?.folds ?? []).reduce((sum, fold) => sum + fold.epochs, 0);
  return epochs === 0 ? 0 : seconds / epochs;
}
