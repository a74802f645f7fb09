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
  /** Called once. */
  readonly #onSettled: () => void;
  readonly #answers = Promise.withResolvers<Answers>();
  #isSettled = false;

  constructor(inputs: CallInputs, caller: Caller, timeoutMs: number, onSettled: () => void) {
    this.inputs = inputs;
    this.size = sizeOfCall(inputs);
    this.caller = caller;
    this.expiresAt = this.arrivedAt + timeoutMs;
    this.#onSettled = onSettled;
  }

  get answers(): Promise<Answers> {
    return this.#answers.promise;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  reject(error: unknown): void {
    if (this.#settle()) this.#answers.reject(error);
  }

  settle(outcome: CallOutcome | Error): void {
    if (outcome instanceof Error) return this.reject(problemOfWorker(outcome));
    if (outcome.kind === 'predicted') {
      if (this.#settle()) this.#answers.resolve(outcome.predictions);
      return;
    }
    this.reject(
      outcome.kind === 'refused'
        ? new Failure('INPUT_INVALID', outcome.message, { hint: outcome.hint })
        : new ModelFailed(outcome.message),
    );
  }

  /** @returns whether it was not settled yet */
  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.#onSettled();
    return true;
  }
}

function problemOfWorker(error: Error): Error {
  if (!(error instanceof WorkerEnded)) return error;
  return new RequestProblem(503, 'The worker that answered ended; try again', {
    'retry-after': '1',
  });
}
