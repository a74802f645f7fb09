import {
  hashRecord,
  type FoldResult,
  type SegmentOrder,
  type TrialResult,
} from '@orangery/schemas';
import { deriveSeed } from '../../../../runner/src/random.ts';
import { startClock, type Clock } from '../../../../runner/src/training/budget.ts';
import type { Executor } from '../../../../runner/src/training/executor.ts';
import type { TrainingPlan } from '../../../../runner/src/training/plan-training.ts';
import { Journal } from '../../../../runner/src/training/search/journal.ts';
import { runSearch } from '../../../../runner/src/training/search/run-search.ts';
import { hashOrder, noFiles } from '../../../../runner/src/training/segments/work.ts';
import { memoryStore } from '../../../../runner/src/training/store/memory-store.ts';
import type { TrialStore } from '../../../../runner/src/training/store/trial-store.ts';
import type { Study } from '../../../../runner/src/tuning/study.ts';
import { testWorld } from '../../../helpers/test-world.ts';

/** Work of made-up trials in made-up time. */
export interface Workload {
  readonly study: Study;
  readonly isAsynchronous: boolean;
  readonly hours: number;
  readonly folds: number;
  /** Most of a trial's pass. */
  readonly secondsPerEpoch: number;
  /** One in so many diverges; none when 0. */
  readonly failsEvery: number;
  /** Of the budget; each runs one segment at a time. */
  readonly gpus: number;
}

export interface Simulated {
  readonly clock: Clock;
  readonly journal: Journal;
  /** Most segments that ran at one time. */
  readonly mostAtATime: number;
  readonly runs: number;
}

const ofEpochs = 27;
export const training = hashRecord('simulated');

/**
 * Runs a search whose segments take simulated time: a step cannot be cut, so that one may end a
 * little after it should.
 * @param stopAfter results after which everything is killed
 */
export async function simulate(
  workload: Workload,
  store: TrialStore = memoryStore(),
  stopAfter = Infinity,
): Promise<Simulated> {
  const time = new SimulatedTime();
  const clock = startClock(
    {
      MODEL_TRIAL_COUNT: workload.study.trials,
      TIME_HOURS: workload.hours,
      GPU_COUNT: workload.gpus,
    },
    () => time.ms,
  );
  const kill = new AbortController();
  const world = testWorld({ now: () => time.ms, signal: kill.signal });
  const counts = { running: 0, most: 0, runs: 0, results: 0 };
  const executor: Executor = {
    workers: [],
    run: async (order, hooks) => {
      counts.running += 1;
      counts.runs += 1;
      counts.most = Math.max(counts.most, counts.running);
      const before = await store.result(order.trial, order.segment - 1);
      const { result, seconds } = resultOf(workload, order, before, hooks.secondsLeft());
      await time.pass(seconds);
      counts.running -= 1;
      kill.signal.throwIfAborted();
      await store.write(result, noFiles);
      counts.results += 1;
      if (counts.results >= stopAfter) kill.abort(new Error('killed'));
      return result;
    },
    finish: async () => Promise.reject(new Error('nothing to finish')),
    close: async () => {},
  };
  const plan: TrainingPlan = {
    study: workload.study,
    isAsynchronous: workload.isAsynchronous,
    refits: workload.study.refit === true,
    growth: 1.25,
    split: {
      strategy: 'stratified fifth',
      train: 64,
      selection: 16,
      test: 20,
      fingerprint: training,
    },
  };
  const journal = await Journal.open(store, training);
  const search = runSearch({ plan, training, journal, store, executor, clock, world });
  await time.runUntil(search);
  return { clock, journal, mostAtATime: counts.most, runs: counts.runs };
}

function resultOf(
  { study, folds, secondsPerEpoch, failsEvery }: Workload,
  order: SegmentOrder,
  before: TrialResult | undefined,
  secondsLeft: number,
): { result: TrialResult; seconds: number } {
  const luck = (what: string): number => deriveSeed(study.seed, what, order.trial) / 2 ** 32;
  const pace = secondsPerEpoch * (0.2 + 0.8 * luck('pace'));
  const from = before?.folds[0]?.epochs ?? 0;
  const target = Math.max(1, Math.round(order.until * ofEpochs));
  const wanted = (target - from) * folds;
  const possible = Math.max(0, Math.floor(secondsLeft / pace));
  const passes = Math.min(wanted, Math.max(1, possible));
  const isCut = passes < wanted;
  const epochs = from + Math.ceil(passes / folds);
  const fold: FoldResult = {
    status: isCut ? 'stopped' : target < ofEpochs ? 'paused' : 'done',
    ...{ epochs, ofEpochs, keptEpoch: epochs, selectionLoss: 1 - luck('score') },
    score: luck('score') * (1 - 0.5 ** epochs),
  };
  const named = { schema: 'trial-result/1', order: hashOrder(training, order) } as const;
  const { trial, segment } = order;
  const seconds = passes * pace;
  const common = { ...named, trial, segment, seconds };
  if (failsEvery > 0 && trial % failsEvery === 0) {
    return { result: { ...common, status: 'diverged', folds: [], error: 'not a number' }, seconds };
  }
  const { status, score, selectionLoss } = fold;
  const list = new Array<FoldResult>(folds).fill(fold);
  return { result: { ...common, status, folds: list, score, selectionLoss }, seconds };
}

/** A clock that goes on to the next event when nobody has anything to do at the moment. */
class SimulatedTime {
  ms = 1_800_000_000_000;
  readonly #events: { readonly at: number; readonly go: () => void }[] = [];

  async pass(seconds: number): Promise<void> {
    return new Promise((go) => this.#events.push({ at: this.ms + seconds * 1000, go }));
  }

  async runUntil(work: Promise<void>): Promise<void> {
    const state = { isOver: false };
    const over = work.finally(() => (state.isOver = true)).catch(() => {}); // killed on purpose
    while (!state.isOver) {
      // microtasks of a store in memory: all have run when a turn of the loop has
      await new Promise(setImmediate);
      const next = this.#events.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) continue;
      this.#events.splice(this.#events.indexOf(next), 1);
      this.ms = Math.max(this.ms, next.at);
      next.go();
    }
    await over;
  }
}
