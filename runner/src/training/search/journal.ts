import type { SegmentOrder, StudyRound, TrialResult } from '@orangery/schemas';
import type { TrialState } from '../../tuning/study.ts';
import { hashOrder } from '../segments/work.ts';
import type { TrialStore } from '../store/trial-store.ts';

/** A segment that was proposed, and its result once it has one. */
export interface JournalEntry {
  readonly order: SegmentOrder;
  readonly result: TrialResult | undefined;
}

interface Entry {
  readonly order: SegmentOrder;
  readonly round: number;
  result: TrialResult | undefined;
}

/** All entries of one trial, in order. */
export interface TrialEntries {
  readonly number: number;
  readonly entries: readonly JournalEntry[];
}

/**
 * What a search proposed and what came of it. Rounds are written before they run and results when
 * they end: whoever opens the journal again goes on where it was left.
 */
export class Journal {
  readonly #store: TrialStore;
  readonly #training: string;
  readonly #entries: Entry[] = [];
  #rounds = 0;

  private constructor(store: TrialStore, training: string) {
    this.#store = store;
    this.#training = training;
  }

  /** @param training hash of the training: results of another are none */
  static async open(store: TrialStore, training: string): Promise<Journal> {
    const journal = new Journal(store, training);
    for (const round of await store.rounds()) await journal.#take(round);
    return journal;
  }

  /** Rounds so far. */
  get rounds(): number {
    return this.#rounds;
  }

  /** Segments without a result. */
  get pending(): readonly SegmentOrder[] {
    return this.#entries.filter(({ result }) => result === undefined).map(({ order }) => order);
  }

  /** In the order proposed. */
  get trials(): readonly TrialEntries[] {
    const byNumber = new Map<number, JournalEntry[]>();
    for (const entry of this.#entries) {
      const { trial } = entry.order;
      byNumber.set(trial, [...(byNumber.get(trial) ?? []), entry]);
    }
    return [...byNumber]
      .map(([number, entries]) => ({ number, entries }))
      .sort((a, b) => a.number - b.number);
  }

  /** As they were proposed together. */
  get byRound(): readonly (readonly JournalEntry[])[] {
    return Array.from({ length: this.#rounds }, (_, index) =>
      this.#entries.filter(({ round }) => round === index + 1),
    );
  }

  /** What the tuner is told. */
  get states(): readonly TrialState[] {
    return this.trials.map(stateOf);
  }

  async issue(round: StudyRound): Promise<void> {
    await this.#store.writeRound(round);
    await this.#take(round);
  }

  /** Takes note of a result that is in the store. */
  note(result: TrialResult): void {
    const { trial, segment } = result;
    const entry = this.#entries.find(
      ({ order }) => order.trial === trial && order.segment === segment,
    );
    if (entry !== undefined) entry.result = result;
  }

  async #take(round: StudyRound): Promise<void> {
    this.#rounds = round.round;
    for (const order of round.segments) {
      const result = await this.#store.result(order.trial, order.segment);
      // in a folder that machines share somebody else may have written it
      const isOwn =
        result?.order === hashOrder(this.#training, order) &&
        result.trial === order.trial &&
        result.segment === order.segment;
      this.#entries.push({ order, result: isOwn ? result : undefined, round: round.round });
    }
  }
}

/** The result that a trial stands at: its last one. */
export function lastResult({ entries }: TrialEntries): TrialResult | undefined {
  return entries.findLast(({ result }) => result !== undefined)?.result;
}

/** Whether any segment has ended, however it ended. */
export function hasResults(trials: readonly TrialEntries[]): boolean {
  return trials.some((trial) => lastResult(trial) !== undefined);
}

export function epochsOf(result: TrialResult | undefined): number {
  return Math.max(0, ...(result?.folds ?? []).map(({ epochs }) => epochs));
}

export function lengthOf(result: TrialResult | undefined): number {
  return Math.max(0, ...(result?.folds ?? []).map(({ ofEpochs }) => ofEpochs));
}

/**
 * A trial as the tuner sees it. Its curve has the score it stands at after each segment: that of the
 * weights kept, not of a lucky pass between. Of equal scores the one with less loss counts more.
 */
function stateOf(trial: TrialEntries): TrialState {
  const first = trial.entries[0]!.order;
  const result = lastResult(trial);
  const isRunning = trial.entries.some((entry) => entry.result === undefined);
  const score = tunerScore(result);
  return {
    number: trial.number,
    knobs: first.knobs,
    ...(first.start === undefined ? {} : { startFrom: first.start.trial }),
    status: isRunning || result === undefined ? 'running' : result.status,
    epochs: epochsOf(result),
    ofEpochs: lengthOf(result),
    curve: trial.entries.flatMap((entry) => {
      const reached = tunerScore(entry.result);
      return reached === undefined ? [] : [{ epoch: epochsOf(entry.result), score: reached }];
    }),
    ...(score === undefined ? {} : { score }),
  };
}

const tieBreak = 1e-4;

function tunerScore(result: TrialResult | undefined): number | undefined {
  if (result?.score === undefined) return undefined;
  return result.score - tieBreak * Math.min(10, Math.max(0, result.selectionLoss ?? 0));
}
