import type { PredictorDescription } from '../../inference/predictor.ts';
import type { Logger } from '../../world.ts';
import { RequestProblem } from '../request-problem.ts';
import { AnswerCache } from './answer-cache.ts';
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
  readonly #cache: AnswerCache | undefined;
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
    this.#cache = cachedRequests > 0 ? new AnswerCache({ requests: cachedRequests }) : undefined;
  }

  get description(): PredictorDescription {
    return this.#workers.description;
  }

  /** Called when the model's folder is found to have changed: what was loaded goes on answering. */
  set onChanged(call: () => void) {
    this.#workers.onChanged = call;
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
    const ask = async (): Promise<Answers> => this.#batcher.predict(inputs, caller);
    return this.#cache?.get(inputs, ask) ?? ask();
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
}
