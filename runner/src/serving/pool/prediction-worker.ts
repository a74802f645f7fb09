import { failureOfParts } from '../../failure-parts.ts';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { CallInputs, CallOutcome, FromWorker, ToWorker, WorkerSetup } from './messages.ts';
import { startLink, type LinkOptions, type WorkerLink } from './worker-link.ts';

/** A worker that ended while it was asked: what it did is lost. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

/** A model, loaded, that answers batches in the order in which it is asked. */
export interface PredictionWorker {
  readonly description: PredictorDescription;
  /** @throws WorkerEnded */
  predict(calls: readonly CallInputs[]): Promise<readonly CallOutcome[]>;
  /** Ends it at once, whatever it is doing. */
  kill(): void;
  /** When it has ended, a sentence on why. */
  readonly ended: Promise<string>;
}

/** Starts one more worker of the same model. */
export type StartPredictionWorker = () => Promise<PredictionWorker>;

export interface WorkerPlace {
  /** File that calls `runWorker`; that of modules when absent. */
  readonly entry?: URL;
  /** A process even where a thread would do. */
  readonly isApart?: boolean;
  /** By which a process finds drivers and add-ons. */
  readonly environment?: Readonly<Record<string, string>>;
}

const openTimeoutMs = 120_000;
const moduleEntry = new URL('./worker-entry.ts', import.meta.url);

/**
 * Starts a worker in a place of its own and has it load its model.
 * @throws Failure of loading; WorkerEnded when it ends, or takes more than two minutes
 */
export async function startPredictionWorker(
  setup: WorkerSetup,
  place: WorkerPlace = {},
): Promise<PredictionWorker> {
  const worker = await openWorker(setup, place);
  if (worker.description.isNative !== true || place.isApart === true) return worker;
  // only the loaded model says so, be it a pipeline's; now, while it is idle, its thread can be ended
  worker.kill();
  return openWorker(setup, { ...place, isApart: true });
}

/** Starts workers of one model; that it needs processes is found out once. */
export function workersOf(setup: WorkerSetup, place: WorkerPlace = {}): StartPredictionWorker {
  let isApart = place.isApart === true;
  return async () => {
    const worker = await startPredictionWorker(setup, { ...place, isApart });
    isApart ||= worker.description.isNative === true;
    return worker;
  };
}

async function openWorker(setup: WorkerSetup, place: WorkerPlace): Promise<PredictionWorker> {
  const asker = new Asker({ entry: moduleEntry, backend: setup.backend, ...place });
  const late = setTimeout(() => asker.kill(), openTimeoutMs);
  try {
    const told = await asker.ask({ kind: 'open', setup });
    if (told.kind === 'unusable') throw failureOfParts(told.failure);
    if (told.kind !== 'opened') throw unexpected('opened', told);
    return {
      description: told.description,
      predict: async (calls) => predictBy(asker, calls),
      kill: () => asker.kill(),
      ended: asker.ended,
    };
  } catch (error) {
    asker.kill();
    throw error;
  } finally {
    clearTimeout(late);
  }
}

async function predictBy(
  asker: Asker,
  calls: readonly CallInputs[],
): Promise<readonly CallOutcome[]> {
  const told = await asker.ask({ kind: 'predict', calls });
  if (told.kind === 'predicted') return told.outcomes;
  throw unexpected('predictions', told);
}

function unexpected(expected: string, { kind }: FromWorker): Error {
  return new Error(`a worker was to send ${expected}, and sent ${kind}`);
}

/** Questions to one worker, which answers them in turn. */
class Asker {
  readonly ended: Promise<string>;
  readonly #link: WorkerLink;
  readonly #asked: PromiseWithResolvers<FromWorker>[] = [];
  #end: string | undefined;

  constructor(options: Omit<LinkOptions, 'onMessage'>) {
    this.#link = startLink({
      ...options,
      onMessage: (message) => this.#hear(message as FromWorker),
    });
    this.ended = this.#link.ended;
    void this.ended.then((why) => {
      this.#end = why;
      for (const asked of this.#asked.splice(0)) asked.reject(new WorkerEnded(why));
    });
  }

  ask(message: ToWorker): Promise<FromWorker> {
    if (this.#end !== undefined) return Promise.reject(new WorkerEnded(this.#end));
    // throws what cannot be sent: nothing is answered to it
    this.#link.send(message);
    const asked = Promise.withResolvers<FromWorker>();
    this.#asked.push(asked);
    return asked.promise;
  }

  kill(): void {
    this.#link.kill();
  }

  #hear(message: FromWorker): void {
    this.#asked.shift()?.resolve(message);
  }
}
