import { Failure, parseRecord, type SegmentOrder, type TrialResult } from '@orangery/schemas';
import { pinToDevice, type Device } from '../../compute/pin-to-device.ts';
import type { World } from '../../world.ts';
import type { Executor, WorkHooks } from '../executor.ts';
import type { Finished, FinishTask } from '../segments/finish-training.ts';
import { outOfMemory, withHalfBatch } from '../segments/half-batch.ts';
import { lostResult, noFiles } from '../segments/work.ts';
import type { TrialStore } from '../store/trial-store.ts';
import type { WorkerAnswer, WorkerSetup } from './messages.ts';
import { readFinished } from './read-finished.ts';
import { Worker, WorkerEnded } from './worker-handle.ts';

export interface PoolOptions {
  readonly setup: WorkerSetup;
  /** One for each worker. */
  readonly devices: readonly Device[];
  /** Path of `taskset`, when it is there. */
  readonly taskset?: string;
  /** By which drivers and add-ons are found. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly store: TrialStore;
  readonly world: World;
}

/** How often the same work is begun again after its worker ended without an answer. */
const mostAttempts = 3;

/** Runs work in processes, each on its own core or GPU; one that dies is replaced. */
export function workerPool(options: PoolOptions): Executor {
  const { setup, devices, taskset, environment = {}, store, world } = options;
  const workers = devices.map((device) => {
    const pin = pinToDevice(device, taskset);
    return new Worker({ setup, pin, environment, world });
  });
  const free = [...workers];
  const waiting: ((worker: Worker) => void)[] = [];
  const borrow = async (): Promise<Worker> =>
    free.shift() ?? new Promise((resolve) => waiting.push(resolve));
  const giveBack = (worker: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };
  const withWorker = async <Result>(use: (worker: Worker) => Promise<Result>): Promise<Result> => {
    const worker = await borrow();
    try {
      world.signal.throwIfAborted();
      return await use(worker);
    } finally {
      giveBack(worker);
    }
  };
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
  const work: Fitting = { training: setup.training, store, world };
  return {
    workers: devices.map(nameOf),
    run: (order, hooks) => withWorker((worker) => fit(worker, work, order, hooks)),
    finish: (task, hooks) => withWorker((worker) => finish(worker, task, hooks)),
    close,
  };
}

function nameOf(device: Device): string {
  return device.gpu === undefined ? `core ${device.core}` : `GPU ${device.gpu}`;
}

interface Fitting {
  readonly training: string;
  readonly store: TrialStore;
  readonly world: World;
}

async function fit(
  worker: Worker,
  work: Fitting,
  order: SegmentOrder,
  hooks: WorkHooks,
): Promise<TrialResult> {
  const { training, store, world } = work;
  const lose = async (error: string): Promise<TrialResult> => {
    const result = lostResult(training, order, { status: 'failed', error });
    await store.write(result, noFiles);
    return result;
  };
  const answer = await attempt(worker, hooks, world, `Trial ${order.trial}`, () => ({
    kind: 'fit',
    order,
    seconds: hooks.secondsLeft(),
  }));
  if (answer instanceof WorkerEnded) return lose(answer.message);
  if (answer.kind === 'fitted')
    return parseRecord('trialResult', answer.result, 'a worker’s result');
  if (answer.kind !== 'out of memory') throw unexpected(answer);
  // the memory of a backend that ran out of it is not to be trusted
  await worker.end();
  const smaller = withHalfBatch(order, world.logger);
  return smaller === undefined ? lose(outOfMemory) : fit(worker, work, smaller, hooks);
}

async function finish(worker: Worker, task: FinishTask, hooks: WorkHooks): Promise<Finished> {
  const answer = await attempt(worker, hooks, worker.world, 'The last fit', () => ({
    kind: 'finish',
    task,
    seconds: hooks.secondsLeft(),
  }));
  if (answer instanceof WorkerEnded) throw new Failure('TRAINING_FAILED', answer.message);
  if (answer.kind === 'finished') return readFinished(answer.finished);
  if (answer.kind === 'out of memory' && task.refit !== undefined) {
    worker.world.logger.warn('The last fit ran out of memory: the best trial’s weights are kept');
    await worker.end();
    const { refit: _, ...measured } = task;
    return finish(worker, measured, hooks);
  }
  throw unexpected(answer);
}

async function attempt(
  worker: Worker,
  hooks: WorkHooks,
  world: World,
  label: string,
  task: () => Parameters<Worker['ask']>[0],
): Promise<WorkerAnswer | WorkerEnded> {
  for (let count = 1; ; count += 1) {
    try {
      return await worker.ask(task(), hooks);
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error;
      world.signal.throwIfAborted();
      if (worker.isClosed) throw error;
      if (count === mostAttempts) {
        return new WorkerEnded(
          `${label}: its worker ended ${mostAttempts} times: ${error.message}`,
        );
      }
      world.logger.warn(`${label}: its worker ended (${error.message}); again on a fresh one`);
    }
  }
}

function unexpected(answer: WorkerAnswer): Error {
  return new Error(`expected a worker to answer what it was asked, found "${answer.kind}"`);
}
