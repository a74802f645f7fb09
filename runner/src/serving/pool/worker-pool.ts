import type { Logger } from '../../world.ts';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { PredictionWorker, StartPredictionWorker } from './prediction-worker.ts';

export interface PoolOptions {
  /** How many workers there shall be. */
  readonly workers: number;
  readonly logger: Logger;
}

const firstPauseMs = 100;
const longestPauseMs = 10_000;

/** Workers of one model. One that ends is replaced, after a pause that grows while none starts. */
export class WorkerPool {
  readonly description: PredictorDescription;
  /** Called when a worker can be asked. */
  onFree: () => void = () => {};
  readonly #start: StartPredictionWorker;
  readonly #options: PoolOptions;
  readonly #alive = new Set<PredictionWorker>();
  readonly #free: PredictionWorker[] = [];
  readonly #pauses = new Set<NodeJS.Timeout>();
  #failures = 0;
  #isClosed = false;

  /** @throws Failure when the model cannot be loaded */
  static async open(start: StartPredictionWorker, options: PoolOptions): Promise<WorkerPool> {
    const first = await start();
    const pool = new WorkerPool(first, start, options);
    await Promise.all(Array.from({ length: options.workers - 1 }, async () => pool.#add()));
    return pool;
  }

  private constructor(first: PredictionWorker, start: StartPredictionWorker, options: PoolOptions) {
    this.description = first.description;
    this.#start = start;
    this.#options = options;
    this.#keep(first);
  }

  /** Workers that have their model loaded, busy or not. */
  get alive(): number {
    return this.#alive.size;
  }

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  /** A worker for one batch; undefined when all are busy. */
  take(): PredictionWorker | undefined {
    return this.#free.pop();
  }

  giveBack(worker: PredictionWorker): void {
    if (!this.#alive.has(worker)) return;
    this.#free.push(worker);
    this.onFree();
  }

  /** Ends one worker, as a crash would; for trials. */
  killOne(): void {
    const [worker] = this.#alive;
    worker?.kill();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    const workers = [...this.#alive];
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map(async ({ ended }) => ended));
  }

  #keep(worker: PredictionWorker): void {
    if (this.#isClosed) return worker.kill();
    this.#failures = 0;
    this.#alive.add(worker);
    void worker.ended.then((why) => this.#replace(worker, why));
    this.giveBack(worker);
  }

  #replace(worker: PredictionWorker, why: string): void {
    this.#alive.delete(worker);
    const place = this.#free.indexOf(worker);
    if (place >= 0) this.#free.splice(place, 1);
    if (this.#isClosed) return;
    this.#options.logger.warn(`A worker of ${this.description.id} ended and is replaced: ${why}`);
    this.#addLater(0);
  }

  #addLater(pauseMs: number): void {
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      void this.#add();
    }, pauseMs);
    this.#pauses.add(pause);
  }

  async #add(): Promise<void> {
    try {
      this.#keep(await this.#start());
    } catch (error) {
      if (this.#isClosed) return;
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** this.#failures);
      this.#failures += 1;
      this.#options.logger.warn(
        `A worker of ${this.description.id} did not start, the next try is in ${pauseMs} ms: ${String(error)}`,
      );
      this.#addLater(pauseMs);
    }
  }
}
