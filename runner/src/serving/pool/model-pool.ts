import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { isRawTensor } from '../../recipes/raw-tensor.ts';
import type { Logger } from '../../world.ts';
import { RequestProblem } from '../request-problem.ts';
import { Batcher, type BatchFacts, type BatchLimits } from './batcher.ts';
import type { Answers, Caller } from './job.ts';
import type { CallInputs } from './messages.ts';
import type { StartPredictionWorker } from './prediction-worker.ts';
import { WorkerPool } from './worker-pool.ts';

export interface ModelPoolOptions extends BatchLimits {
  /** How many hold the model. */
  readonly workers: number;
  /** Requests whose answers are kept and given again; none when 0. */
  readonly cachedRequests: number;
  readonly logger: Logger;
  readonly onBatch?: (facts: BatchFacts) => void;
}

const again = { 'retry-after': '1' };

/** A model in its workers, behind its queue. */
export class ModelPool {
  readonly #workers: WorkerPool;
  readonly #batcher: Batcher;
  readonly #cache: LRUCache<string, Answers> | undefined;
  #running = 0;
  #isClosed = false;
  #drained: (() => void) | undefined;

  /** @throws Failure when the model cannot be loaded */
  static async open(start: StartPredictionWorker, options: ModelPoolOptions): Promise<ModelPool> {
    const workers = await WorkerPool.open(start, options);
    return new ModelPool(workers, options);
  }

  private constructor(workers: WorkerPool, options: ModelPoolOptions) {
    this.#workers = workers;
    this.#batcher = new Batcher(options, workers, options.onBatch ?? (() => {}));
    workers.onFree = () => this.#batcher.pump();
    const { cachedRequests } = options;
    this.#cache = cachedRequests > 0 ? new LRUCache({ max: cachedRequests }) : undefined;
  }

  get description(): PredictorDescription {
    return this.#workers.description;
  }

  /** Whether a worker has the model loaded. */
  get isReady(): boolean {
    return this.#workers.alive > 0;
  }

  get load(): { readonly waiting: number; readonly inFlight: number; readonly workers: number } {
    const { waiting, inFlight } = this.#batcher;
    return { waiting, inFlight, workers: this.#workers.alive };
  }

  /**
   * Predicts the inputs of one request.
   * @throws RequestProblem 429, 503, 504; Failure INPUT_INVALID; ModelFailed
   */
  async predict(inputs: CallInputs, caller: Caller): Promise<Answers> {
    if (this.#isClosed) throw new RequestProblem(503, 'Another version has taken over', again);
    const key = this.#cache && hashOf(inputs);
    const known = key && this.#cache!.get(key);
    if (known) return known;
    this.#running += 1;
    try {
      const answers = await this.#batcher.predict(inputs, caller);
      if (key) this.#cache!.set(key, answers);
      return answers;
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#drained?.();
    }
  }

  /** Ends one worker, as a crash would. */
  killOne(): void {
    this.#workers.killOne();
  }

  /** Ends the workers when what runs has been answered; each request has its own deadline. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
    this.#batcher.stop();
    await this.#workers.close();
  }
}

function hashOf(inputs: CallInputs): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    // with their lengths no two lists of parts are written alike, whatever a caller names a file
    for (const part of partsOf(input)) hash.update(`${part.length}:`).update(part);
  }
  return hash.digest('base64');
}

/** All that an answer may depend on: of a file its ending tells how it is read. */
function partsOf(input: RawInput): readonly (string | Uint8Array)[] {
  if (input.kind === 'file') return ['file', input.name, input.bytes];
  const { value } = input;
  if (!isRawTensor(value)) return ['value', JSON.stringify(value) ?? ''];
  const { data, shape } = value;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return ['tensor', data.constructor.name, JSON.stringify(shape), bytes];
}
