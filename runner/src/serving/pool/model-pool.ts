import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { isRawTensor } from '../../recipes/raw-tensor.ts';
import type { Logger } from '../../world.ts';
import { RequestProblem } from '../request-problem.ts';
import { Batcher, type BatchLimits, type Watch } from './batcher.ts';
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
  readonly watch?: Watch;
}

const again = { 'retry-after': '1' };

/** A model in its workers, behind its queue. */
export class ModelPool {
  readonly #workers: WorkerPool;
  readonly #batcher: Batcher;
  readonly #cache: LRUCache<string, Answers> | undefined;
  #isClosed = false;

  /** @throws Failure when the model cannot be loaded */
  static async open(start: StartPredictionWorker, options: ModelPoolOptions): Promise<ModelPool> {
    const workers = await WorkerPool.open(start, options);
    return new ModelPool(workers, options);
  }

  private constructor(workers: WorkerPool, options: ModelPoolOptions) {
    this.#workers = workers;
    this.#batcher = new Batcher(options, workers, options.watch);
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
  predict(inputs: CallInputs, caller: Caller): Promise<Answers> {
    if (this.#isClosed) {
      return Promise.reject(new RequestProblem(503, 'Another version has taken over', again));
    }
    const cache = this.#cache;
    return cache === undefined
      ? this.#batcher.predict(inputs, caller)
      : this.#predictOnce(cache, inputs, caller);
  }

  /** Ends one worker, as a crash would. */
  killOne(): void {
    this.#workers.killOne();
  }

  /** Ends the workers when what runs has been answered; each request has its own deadline. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#batcher.idle();
    this.#batcher.stop();
    await this.#workers.close();
  }

  async #predictOnce(
    cache: LRUCache<string, Answers>,
    inputs: CallInputs,
    caller: Caller,
  ): Promise<Answers> {
    const key = hashOf(inputs);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const answers = await this.#batcher.predict(inputs, caller);
    cache.set(key, answers);
    return answers;
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
