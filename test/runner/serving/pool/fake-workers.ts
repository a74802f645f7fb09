import type { CallInputs, CallOutcome } from '../../../../runner/src/serving/pool/messages.ts';
import type { Workers } from '../../../../runner/src/serving/pool/batcher.ts';
import {
  WorkerEnded,
  type PredictionWorker,
} from '../../../../runner/src/serving/pool/prediction-worker.ts';
import type { PredictorDescription } from '../../../../runner/src/inference/predictor.ts';

export const description: PredictorDescription = {
  id: 'echo',
  version: '1.0.0',
  title: 'Echo',
  summary: 'Says what it is told.',
  license: 'Apache-2.0',
  authors: [],
  backend: 'cpu',
  inputs: [{ name: 'x', type: 'number' }],
  outputs: [{ name: 'label', type: 'text' }],
};

/** A worker that answers each input with itself, when it is told to. */
export class FakeWorker implements PredictionWorker {
  readonly description = description;
  readonly #end = Promise.withResolvers<string>();
  readonly ended = this.#end.promise;
  /** Batches it was asked for, with what lets each go on. */
  readonly asked: { readonly calls: readonly CallInputs[]; answer(): void }[] = [];
  readonly isHeld: boolean;
  isKilled = false;

  constructor(isHeld = false) {
    this.isHeld = isHeld;
  }

  async predict(calls: readonly CallInputs[]): Promise<readonly CallOutcome[]> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.asked.push({ calls, answer: resolve });
    if (!this.isHeld) resolve();
    const ended = this.ended.then((why) => Promise.reject(new WorkerEnded(why)));
    await Promise.race([promise, ended]);
    return calls.map(outcomeOf);
  }

  kill(): void {
    this.isKilled = true;
    this.#end.resolve('killed');
  }
}

function outcomeOf(call: CallInputs): CallOutcome {
  const values = call.map((input) => (input.kind === 'value' ? input.value : input.name));
  if (values.includes('bad')) return { kind: 'refused', message: 'bad', hint: 'Send good.' };
  if (values.includes('broken')) return { kind: 'failed', message: 'secret' };
  return { kind: 'predicted', predictions: values.map((label) => [{ label }]) };
}

/** The workers of a queue, without what replaces those that end. */
export class FakeWorkers implements Workers {
  readonly all: readonly FakeWorker[];
  onFree = (): void => {};
  readonly #free: FakeWorker[];

  constructor(...workers: readonly FakeWorker[]) {
    this.all = workers;
    this.#free = [...workers];
  }

  get hasFree(): boolean {
    return this.#free.length > 0;
  }

  get alive(): number {
    return this.all.length;
  }

  has(worker: PredictionWorker): boolean {
    return !(worker as FakeWorker).isKilled;
  }

  take(): PredictionWorker | undefined {
    return this.#free.pop();
  }

  giveBack(worker: PredictionWorker): void {
    if (!this.has(worker)) return;
    this.#free.push(worker as FakeWorker);
    this.onFree();
  }

  end(worker: PredictionWorker): void {
    worker.kill();
  }
}
