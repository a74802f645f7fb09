import type { Logger } from '../../world.ts';
import type { PredictorDescription } from '../../inference/predictor.ts';
import {
  WorkerEnded,
  type PredictionWorker,
  type StartPredictionWorker,
} from './prediction-worker.ts';

export interface PoolOptions {
  /** How many workers there shall be. */
  readonly workers: number;
  readonly logger: Logger;
}

const firstPauseMs = 100;
const longestPauseMs = 10_000;
/** A worker that has lived so long is one that works, whether it was asked or not. */
const provenMs = 10_000;
/** So many starts of one worker in a row that come to nothing are no accident. */
const hopelessStarts = 5;

/**
 * Workers of one model. One that ends is replaced: at once when it had worked, otherwise after a pause
 * that grows with each start in a row that comes to nothing.
 */
export class WorkerPool {
  readonly description: PredictorDescription;
  /** Called when a worker can be asked. */
  onFree: () => void = () => {};
  /**
   * Called with what became of the last start while there is no worker and many starts came to nothing.
   * More are tried all the same, for what a server lacks now, such as memory, it may have later.
   */
  onHopeless: (cause: unknown) => void = () => {};
  /** Called when a worker that was to replace another has loaded something else: it is not taken. */
  onChanged: () => void = () => {};
  readonly #start: StartPredictionWorker;
  readonly #options: PoolOptions;
  readonly #alive = new Set<PredictionWorker>();
  readonly #free: PredictionWorker[] = [];
  /** Those that were told to end among them, until they have. */
  readonly #running = new Set<PredictionWorker>();
  readonly #answered = new WeakSet<PredictionWorker>();
  readonly #pauses = new Set<NodeJS.Timeout>();
  #isClosed = false;

  /** @throws Failure when the model cannot be loaded */
  static async open(start: StartPredictionWorker, options: PoolOptions): Promise<WorkerPool> {
    const first = await start();
    const pool = new WorkerPool(first, start, options);
    await Promise.all(Array.from({ length: options.workers - 1 }, async () => pool.#add(0)));
    return pool;
  }

  private constructor(first: PredictionWorker, start: StartPredictionWorker, options: PoolOptions) {
    this.description = first.description;
    this.#start = start;
    this.#options = options;
    this.#keep(first, 0);
  }

  /** Workers that have their model loaded, busy or not. */
  get alive(): number {
    return this.#alive.size;
  }

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** Whether it has not been ended. */
  has(worker: PredictionWorker): boolean {
    return this.#alive.has(worker);
  }

  /** A worker of the caller's alone until it is given back; undefined when all are busy. */
  take(): PredictionWorker | undefined {
    return this.#free.pop();
  }

  giveBack(worker: PredictionWorker): void {
    if (!this.#alive.has(worker)) return;
    this.#answered.add(worker);
    this.#release(worker);
  }

  /** Ends a worker, whatever it is doing; it is given to nobody while it does. */
  end(worker: PredictionWorker): void {
    this.#remove(worker);
    worker.kill();
  }

  /** Ends one worker, as a crash would; for trials. */
  killOne(): void {
    const [worker] = this.#alive;
    if (worker !== undefined) this.end(worker);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    for (const worker of [...this.#alive]) this.end(worker);
    await Promise.all([...this.#running].map(async ({ ended }) => ended));
  }

  /** @param failures starts in a row that came to nothing before this one */
  #keep(worker: PredictionWorker, failures: number): void {
    const startedAt = performance.now();
    this.#alive.add(worker);
    this.#running.add(worker);
    void worker.ended.then((why) => {
      const isProven = this.#answered.has(worker) || performance.now() - startedAt >= provenMs;
      this.#replace(worker, why, isProven ? 0 : failures + 1);
    });
    this.#release(worker);
  }

  #release(worker: PredictionWorker): void {
    this.#free.push(worker);
    this.onFree();
  }

  #remove(worker: PredictionWorker): void {
    this.#alive.delete(worker);
    const place = this.#free.indexOf(worker);
    if (place >= 0) this.#free.splice(place, 1);
  }

  #replace(worker: PredictionWorker, why: string, failures: number): void {
    this.#remove(worker);
    this.#running.delete(worker);
    if (this.#isClosed) return;
    const pauseMs = pauseAfter(failures);
    const when = pauseMs === 0 ? '' : ` in ${pauseMs} ms`;
    this.#options.logger.warn(
      `A worker of ${this.description.id} ended and is replaced${when}: ${why}`,
    );
    this.#addLater(pauseMs, failures, new WorkerEnded(why));
  }

  #addLater(pauseMs: number, failures: number, cause: unknown): void {
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      void this.#add(failures);
    }, pauseMs);
    this.#pauses.add(pause);
    if (failures >= hopelessStarts && this.alive === 0) this.onHopeless(cause);
  }

  async #add(failures: number): Promise<void> {
    try {
      const worker = await this.#start();
      if (this.#isClosed) return worker.kill();
      this.#keep(this.#same(worker), failures);
    } catch (error) {
      if (this.#isClosed) return;
      const pauseMs = pauseAfter(failures + 1);
      this.#options.logger.warn(
        `A worker of ${this.description.id} did not start, the next try is in ${pauseMs} ms: ${String(error)}`,
      );
      this.#addLater(pauseMs, failures + 1, error);
    }
  }

  /** Answers of two versions would come by turns. @throws Error when it has loaded another */
  #same(worker: PredictionWorker): PredictionWorker {
    const { version, contentHash } = this.description;
    const found = worker.description;
    if (found.version === version && found.contentHash === contentHash) return worker;
    worker.kill();
    this.onChanged();
    throw new Error(`its folder has changed since version ${version} was loaded`);
  }
}

function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1));
}
