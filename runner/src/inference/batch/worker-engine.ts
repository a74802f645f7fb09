import { Failure } from '@orangery/schemas';
import type { RawInput } from '../../recipes/recipe.ts';
import type { CallOutcome } from '../../serving/pool/messages.ts';
import {
  WorkerEnded,
  type PredictionWorker,
  type StartPredictionWorker,
} from '../../serving/pool/prediction-worker.ts';
import { WorkerPool } from '../../serving/pool/worker-pool.ts';
import type { Logger } from '../../world.ts';
import type { BatchEngine, Outcome } from './batch-engine.ts';

export interface WorkerEngineOptions {
  readonly workers: number;
  readonly logger: Logger;
  /** Ends the workers at once. */
  readonly signal: AbortSignal;
}

/** A batch on which so many workers end is at fault itself. */
const mostTries = 3;

/**
 * A model in several workers, those that a server has. Their queue, which joins what callers ask and
 * gives up after a time, is left out: here batches come ready, and a long one is no mistake.
 * @throws Failure when the model cannot be loaded
 */
export async function workerEngine(
  start: StartPredictionWorker,
  options: WorkerEngineOptions,
): Promise<BatchEngine> {
  const pool = await WorkerPool.open(start, options);
  const turns = new Turns(pool, options.signal);
  return {
    description: pool.description,
    workers: options.workers,
    predict: async (inputs) => predictBy(turns, inputs),
    close: async () => pool.close(),
  };
}

async function predictBy(turns: Turns, inputs: readonly RawInput[]): Promise<readonly Outcome[]> {
  for (let tried = 1; ; tried += 1) {
    const worker = await turns.take();
    try {
      const outcomes = await worker.predict(inputs.map((input) => [input]));
      turns.giveBack(worker);
      return outcomes.map(outcomeOf);
    } catch (error) {
      turns.giveBack(worker);
      if (!(error instanceof WorkerEnded) || tried === mostTries) throw error;
    }
  }
}

function outcomeOf(outcome: CallOutcome): Outcome {
  if (outcome.kind === 'failed') throw new Error(outcome.message);
  if (outcome.kind === 'refused') {
    const { message, hint } = outcome;
    return { kind: 'failed', failure: new Failure('INPUT_INVALID', message, { hint }) };
  }
  const predictions = outcome.predictions.flat();
  if (predictions.length === 1) return { kind: 'predicted', prediction: predictions[0]! };
  throw new Error(`expected one prediction for one input, found ${predictions.length}`);
}

/** Whoever comes first is given the next free worker. */
class Turns {
  readonly #pool: WorkerPool;
  readonly #signal: AbortSignal;
  readonly #waiting: PromiseWithResolvers<PredictionWorker>[] = [];

  constructor(pool: WorkerPool, signal: AbortSignal) {
    this.#pool = pool;
    this.#signal = signal;
    pool.onFree = () => this.#serve();
    pool.onHopeless = (cause) => this.#giveUp(cause);
    signal.addEventListener('abort', () => void this.#stop(), { once: true });
  }

  take(): Promise<PredictionWorker> {
    if (this.#signal.aborted) return Promise.reject(this.#reason());
    const turn = Promise.withResolvers<PredictionWorker>();
    this.#waiting.push(turn);
    this.#serve();
    return turn.promise;
  }

  giveBack(worker: PredictionWorker): void {
    this.#pool.giveBack(worker);
  }

  /** Whoever waits would wait for ever. */
  #giveUp(cause: unknown): void {
    for (const turn of this.#waiting.splice(0)) turn.reject(cause);
  }

  #serve(): void {
    while (this.#waiting.length > 0 && this.#pool.hasFree) {
      this.#waiting.shift()!.resolve(this.#pool.take()!);
    }
  }

  async #stop(): Promise<void> {
    this.#giveUp(this.#reason());
    await this.#pool.close();
  }

  #reason(): Error {
    return new Failure('CANCELLED', 'the prediction was stopped', { cause: this.#signal.reason });
  }
}
