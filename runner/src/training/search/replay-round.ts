import type { SegmentOrder, StudyRound, Trial } from '@orangery/schemas';
import type { Journal } from './journal.ts';

/**
 * The next segments of trials that a receipt tells, with the same pauses and the same starts: all
 * whose earlier segment and start are there. Trials without weights are not run again: nothing
 * follows from them.
 */
export function replayRound(recorded: readonly Trial[], journal: Journal): StudyRound | undefined {
  const done = resultsByTrial(journal);
  const segments = recorded.flatMap((trial) => nextSegment(trial, done) ?? []);
  if (segments.length === 0) return undefined;
  return { schema: 'study-round/1', round: journal.rounds + 1, closing: false, segments };
}

/** Whether a recorded trial can be run again. */
export function isReplayed({ segments = [], ofEpochs, epochs }: Trial): boolean {
  return segments.length > 0 && ofEpochs !== undefined && epochs > 0;
}

function nextSegment(trial: Trial, results: Results): SegmentOrder | undefined {
  const { number, knobs, segments = [], ofEpochs = 1, startFrom, startSegment, batchSize } = trial;
  if (!isReplayed(trial)) return undefined;
  const done = results.get(number) ?? 0;
  if (done >= segments.length) return undefined;
  if (startFrom !== undefined && (results.get(startFrom) ?? 0) < (startSegment ?? 1)) {
    return undefined;
  }
  const isLast = done === segments.length - 1;
  const until = isLast && trial.status === 'done' ? 1 : segments[done]! / ofEpochs;
  return {
    ...{ trial: number, segment: done + 1, knobs, until: Math.min(1, until) },
    ...(startFrom === undefined ? {} : { start: { trial: startFrom, segment: startSegment ?? 1 } }),
    ...(batchSize === undefined ? {} : { batchSize }),
  };
}

/** How many segments of each trial have a result. */
type Results = ReadonlyMap<number, number>;

function resultsByTrial({ trials }: Journal): Results {
  return new Map(
    trials.map(({ number, entries }) => [
      number,
      entries.filter(({ result }) => result !== undefined).length,
    ]),
  );
}
