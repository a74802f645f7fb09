import type { SegmentOrder, StudyRound, Trial } from '@orangery/schemas';
import { nextRound } from '../../tuning/next-round.ts';
import type { Segment, Study } from '../../tuning/study.ts';
import type { Clock } from '../budget.ts';
import type { TrainingPlan } from '../plan-training.ts';
import { bestResult } from './best-result.ts';
import { hasResults, type Journal } from './journal.ts';
import { replayRound } from './replay-round.ts';
import { timeLeft } from './time-left.ts';

export interface RoundToPropose {
  readonly plan: TrainingPlan;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Trials to run again instead of searching. */
  readonly replay?: readonly Trial[];
}

/** What to run next; nothing when the tuner asks for no more, or the time is used. */
export function proposeRound(order: RoundToPropose): StudyRound | undefined {
  const { plan, journal, clock, replay } = order;
  if (replay !== undefined) return replayRound(replay, journal);
  const { trials, states } = journal;
  const { fittingSeconds, isClosing } = timeLeft({ clock, ...plan, trials });
  if (fittingSeconds <= 0 && hasResults(trials)) return undefined;
  const { study } = plan;
  const free = study.width - states.filter(({ status }) => status === 'running').length;
  const size = plan.isAsynchronous ? Math.min(1, free) : study.width;
  const asked = nextRound(study, states, { size, closing: isClosing });
  const segments = asked.length > 0 || free < study.width ? asked : lastLap(study, journal);
  if (segments.length === 0) return undefined;
  return {
    schema: 'study-round/1',
    round: journal.rounds + 1,
    closing: isClosing,
    seconds: Math.max(0, fittingSeconds),
    segments: segments.map((segment) => orderOf(segment, journal)),
  };
}

/**
 * The best trial to its end, when a rule stopped it early and it was the best all the same: weights
 * half-way through their learning rates are not the best it can give.
 */
function lastLap({ trials }: Study, journal: Journal): Segment[] {
  const best = bestResult(journal.trials);
  if (best?.status !== 'paused') return [];
  const whole = journal.trials.filter(({ entries }) => entries.at(-1)!.order.until === 1);
  if (whole.length >= Math.max(2, Math.ceil(trials / 5))) return [];
  const { order } = journal.trials.find(({ number }) => number === best.trial)!.entries[0]!;
  return [{ trial: best.trial, knobs: order.knobs, until: 1 }];
}

/** A proposal with what it goes on from. */
function orderOf({ trial, knobs, startFrom, until }: Segment, journal: Journal): SegmentOrder {
  const earlier = journal.trials.find(({ number }) => number === trial)?.entries ?? [];
  const batchSize = earlier.at(-1)?.result?.batchSize;
  const start = earlier.length > 0 ? earlier[0]!.order.start : startOf(startFrom, journal);
  return {
    trial,
    segment: earlier.length + 1,
    knobs: { ...knobs },
    until,
    ...(start === undefined ? {} : { start }),
    ...(batchSize === undefined ? {} : { batchSize }),
  };
}

function startOf(startFrom: number | undefined, journal: Journal): SegmentOrder['start'] {
  const source = journal.trials.find(({ number }) => number === startFrom);
  const last = source?.entries.findLast(({ result }) => (result?.folds.length ?? 0) > 0);
  return last && { trial: last.order.trial, segment: last.order.segment };
}
