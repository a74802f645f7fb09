import type { SegmentOrder, Trial } from '@orangery/schemas';
import type { World } from '../../world.ts';
import type { Clock } from '../budget.ts';
import type { Executor } from '../executor.ts';
import type { TrainingPlan } from '../plan-training.ts';
import type { TrialStore } from '../store/trial-store.ts';
import { hasResults, type Journal } from './journal.ts';
import { proposeRound } from './propose-round.ts';
import { reportTrials, type TrialReport } from './report-trials.ts';
import { timeLeft } from './time-left.ts';

export interface Search {
  readonly plan: TrainingPlan;
  /** Hash of the training. */
  readonly training: string;
  readonly journal: Journal;
  readonly store: TrialStore;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly world: World;
  /** Trials to run again instead of searching. */
  readonly replay?: readonly Trial[];
  /** After each result: to write down the time used. */
  readonly noted?: () => Promise<void>;
}

/**
 * Runs trials until the budget is used or the tuner has nothing left to ask. A synchronous search
 * proposes when no segment runs, from the results alone; an asynchronous one as soon as a worker is
 * free. The journal holds all of it at any time: a search that was cut off goes on from there.
 * @throws the signal's reason when aborted
 */
export async function runSearch(search: Search): Promise<void> {
  const { plan, journal, world } = search;
  const running = new Map<string, Promise<unknown>>();
  const report = reportTrials(search);
  for (;;) {
    world.signal.throwIfAborted();
    for (const order of isOver(search) ? [] : journal.pending) {
      const key = `${order.trial}/${order.segment}`;
      if (running.has(key)) continue;
      const work = runSegment(search, order, report).finally(() => running.delete(key));
      running.set(key, work);
    }
    const isFree = plan.isAsynchronous ? running.size < plan.study.width : running.size === 0;
    if (isFree && (await issueRound(search))) continue;
    if (running.size === 0) return;
    await Promise.race(running.values());
    if (running.size === 0) await tidy(search);
  }
}

/** Whether the time is used; one segment is run however little there is. */
function isOver(search: Search): boolean {
  return fittingSecondsOf(search) <= 0 && hasResults(search.journal.trials);
}

function fittingSecondsOf({ clock, journal, plan }: Search): number {
  return timeLeft({ clock, ...plan, trials: journal.trials }).fittingSeconds;
}

async function issueRound(search: Search): Promise<boolean> {
  const round = proposeRound(search);
  if (round === undefined) return false;
  await search.journal.issue(round);
  return true;
}

async function runSegment(search: Search, order: SegmentOrder, report: TrialReport): Promise<void> {
  report.started(order);
  const result = await search.executor.run(order, {
    secondsLeft: () => Math.max(0, fittingSecondsOf(search)),
    onEpoch: report.epoch(order),
  });
  search.journal.note(result);
  await search.noted?.();
  report.ended(result);
}

/**
 * Between rounds nobody reads what later segments replaced, but trials that started from it: these
 * load it again whenever they go on.
 */
async function tidy({ journal, store }: Search): Promise<void> {
  const { trials } = journal;
  const starts = new Set(trials.map(({ entries }) => nameOf(entries[0]!.order.start)));
  for (const { entries } of trials) {
    const last = entries.at(-1)!;
    if (last.result === undefined || last.result.folds.length === 0) continue;
    for (const { order } of entries.slice(0, -1)) {
      if (!starts.has(nameOf(order))) await store.forget(order.trial, order.segment);
    }
  }
}

function nameOf(weights: SegmentOrder['start']): string {
  return `${weights?.trial}/${weights?.segment}`;
}
