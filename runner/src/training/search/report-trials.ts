import type { EpochPoint, SegmentOrder, Trial, TrialResult } from '@orangery/schemas';
import type { World } from '../../world.ts';
import type { Clock } from '../budget.ts';
import { bestResult } from './best-result.ts';
import { epochsOf, type Journal } from './journal.ts';

/** Tells the progress of each segment. */
export interface TrialReport {
  started(order: SegmentOrder): void;
  epoch(order: SegmentOrder): (point: EpochPoint, epochs: number) => void;
  ended(result: TrialResult): void;
}

export interface Reporter {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly world: World;
  /** Trials that are run again. */
  readonly replay?: readonly Trial[];
}

export function reportTrials({ journal, clock, world, replay }: Reporter): TrialReport {
  return {
    started: ({ trial, knobs, segment, start }) => {
      const startFrom = start === undefined ? {} : { startFrom: start.trial };
      world.report({ type: 'trial-started', trial, segment, knobs, ...startFrom });
    },
    epoch:
      ({ trial }) =>
      (point, epochs) =>
        world.report({
          type: 'epoch',
          trial,
          ...point,
          epochs,
          // milliseconds: the last bits of a subtraction say nothing
          secondsLeft: Math.round(clock.secondsLeft() * 1000) / 1000,
        }),
    ended: (result) => {
      const { trial, status, score, error } = result;
      if (error !== undefined) world.logger.warn(`Trial ${trial}: ${error}`);
      const best = bestResult(journal.trials, replay);
      world.report({
        type: 'trial-ended',
        trial,
        status,
        epochs: epochsOf(result),
        ...(score === undefined ? {} : { score }),
        ...(best === undefined ? {} : { bestTrial: best.trial }),
        ...(best?.score === undefined ? {} : { bestScore: best.score }),
      });
    },
  };
}
