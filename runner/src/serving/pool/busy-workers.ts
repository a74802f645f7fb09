import type { PredictionWorker } from './prediction-worker.ts';

/** Weight of the newest batch in the mean. */
const weight = 0.2;

/** Handing a batch over takes about a tenth of a millisecond: longer batches do not feel it. */
const shortMs = 20;

interface Work {
  /** One that is worked on, and at most one that lies ready. */
  batches: number;
  /** Since when the first of them is worked on, in milliseconds of `performance.now()`. */
  since: number;
  /** Whether it ended before it came to the one that lies ready. */
  hasEnded: boolean;
}

/** What became of a batch. */
export interface Finished {
  readonly startedAt: number;
  /** False where its worker ended while it lay ready. */
  readonly wasBegun: boolean;
  /** Whether its worker has no other. */
  readonly isIdle: boolean;
}

/**
 * The workers at work. Where batches are short, one more may lie ready at a worker, so that it need
 * not wait for the next when it has answered; it answers them in turn.
 */
export class BusyWorkers {
  readonly #work = new Map<PredictionWorker, Work>();
  #meanMs: number | undefined;

  /** Of those that may be given a second batch the one that will be ready for it soonest. */
  next(isUsable: (worker: PredictionWorker) => boolean): PredictionWorker | undefined {
    if (this.#meanMs === undefined || this.#meanMs > shortMs) return undefined;
    const [first] = [...this.#work]
      .filter(([worker, { batches }]) => batches === 1 && isUsable(worker))
      .toSorted(([, one], [, other]) => one.since - other.since);
    return first?.[0];
  }

  /** A worker is given a batch. */
  begin(worker: PredictionWorker): void {
    const work = this.#work.get(worker);
    if (work !== undefined) work.batches += 1;
    else this.#work.set(worker, { batches: 1, since: performance.now(), hasEnded: false });
  }

  /** Its oldest batch is answered, or lost because the worker ended. */
  finish(worker: PredictionWorker, hasEnded: boolean): Finished {
    const work = this.#work.get(worker)!;
    const [startedAt, wasBegun] = [work.since, !work.hasEnded];
    work.since = performance.now();
    work.hasEnded = hasEnded;
    work.batches -= 1;
    if (!hasEnded) this.#learn(work.since - startedAt);
    const isIdle = work.batches === 0;
    if (isIdle) this.#work.delete(worker);
    return { startedAt, wasBegun, isIdle };
  }

  #learn(tookMs: number): void {
    this.#meanMs ??= tookMs;
    this.#meanMs += weight * (tookMs - this.#meanMs);
  }
}
