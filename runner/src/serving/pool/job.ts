import { Failure } from '@orangery/schemas';
import type { Prediction } from '../../recipes/recipe.ts';
import { RequestProblem } from '../request-problem.ts';
import type { CallInputs, CallOutcome } from './messages.ts';
import { sizeOfCall } from './call-size.ts';
import { WorkerEnded } from './prediction-worker.ts';

/** For each input of a request a list: one prediction for a picture or row, many for a table. */
export type Answers = readonly (readonly Prediction[])[];

/** Whether whoever asked has gone meanwhile. */
export interface Caller {
  readonly isGone: boolean;
}

/** The model threw: what it said is for the log, never for a caller. */
export class ModelFailed extends Error {
  override readonly name = 'ModelFailed';
}

/** One request on its way through the queue. Settling it again does nothing. */
export class Job {
  readonly inputs: CallInputs;
  /** What it counts in a batch. */
  readonly size: number;
  readonly caller: Caller;
  /** In milliseconds of `performance.now()`, as is {@link expiresAt}. */
  readonly arrivedAt = performance.now();
  readonly expiresAt: number;
  readonly #settled = Promise.withResolvers<Answers>();

  constructor(inputs: CallInputs, caller: Caller, timeoutMs: number) {
    this.inputs = inputs;
    this.size = sizeOfCall(inputs);
    this.caller = caller;
    this.expiresAt = this.arrivedAt + timeoutMs;
  }

  get answers(): Promise<Answers> {
    return this.#settled.promise;
  }

  reject(error: unknown): void {
    this.#settled.reject(error);
  }

  settle(outcome: CallOutcome | Error): void {
    if (outcome instanceof Error) return this.reject(problemOfWorker(outcome));
    if (outcome.kind === 'predicted') return this.#settled.resolve(outcome.predictions);
    this.reject(
      outcome.kind === 'refused'
        ? new Failure('INPUT_INVALID', outcome.message, { hint: outcome.hint })
        : new ModelFailed(outcome.message),
    );
  }
}

function problemOfWorker(error: Error): Error {
  if (!(error instanceof WorkerEnded)) return error;
  return new RequestProblem(503, 'The worker that answered ended; try again', {
    'retry-after': '1',
  });
}
