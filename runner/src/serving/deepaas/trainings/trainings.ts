import { randomUUID } from 'node:crypto';
import type { Logger } from '../../../world.ts';
import { tooBusy } from '../../request-problem.ts';
import type { ArgumentValues } from '../arguments/argument.ts';
import { pythonDateTime } from './python-time.ts';
import { runTraining, type Trainable } from './run-training.ts';
import { TrainingQueue, type QueuedWork } from './training-queue.ts';
import { toldArguments, type StoredTraining, type TrainingRecord } from './training-record.ts';
import { TrainingStore } from './training-store.ts';

export interface TrainingsOptions {
  /** Where records lie over a restart; in memory alone when absent. */
  readonly folder?: string;
  readonly logger: Logger;
  /** Milliseconds since 1970, with a fraction. */
  readonly now?: () => number;
  /** Records that are kept; the oldest that has ended gives way. */
  readonly maxRecords?: number;
  /** Trainings at the same time; others wait, and are told as running. */
  readonly maxRunning?: number;
  /** Trainings that may wait; more are answered 429. */
  readonly maxWaiting?: number;
  /** How long one may take to stop before it is no longer waited for. */
  readonly stopTimeoutMs?: number;
}

interface Training extends StoredTraining {
  record: TrainingRecord;
  /** While it waits or runs: it holds what was sent. */
  work?: QueuedWork | undefined;
}

const defaults = { maxRecords: 100, maxRunning: 1, maxWaiting: 16, stopTimeoutMs: 5000 };
const restarted = 'The server was restarted while this training ran';
const stopped = 'The server was stopped before this training was done';

/** Trainings asked for over HTTP: few at a time, with records that outlast the server. */
export class Trainings {
  readonly #options: Required<Omit<TrainingsOptions, 'folder'>>;
  readonly #store: TrainingStore;
  readonly #queue: TrainingQueue;
  readonly #kept = new Map<string, Training>();

  constructor({ folder, ...options }: TrainingsOptions) {
    const now = (): number => performance.timeOrigin + performance.now();
    this.#options = { now, ...defaults, ...options };
    this.#queue = new TrainingQueue(this.#options.maxRunning);
    this.#store = new TrainingStore(folder, options.logger);
  }

  /**
   * Reads the records of servers that had this folder before. To be called when no other can have it:
   * what ran then is told to have ended.
   */
  async readRecords(): Promise<void> {
    for (const { model, record } of await this.#store.readAll()) {
      const training = { model, record };
      this.#kept.set(record.uuid, training);
      await this.#end(training, { status: 'error', message: restarted });
    }
  }

  /** Records of a model's trainings, the oldest first. */
  list(model: string): readonly TrainingRecord[] {
    const all = [...this.#kept.values()];
    return all.filter((training) => training.model === model).map(({ record }) => record);
  }

  get(model: string, uuid: string): TrainingRecord | undefined {
    return this.#find(model, uuid)?.record;
  }

  /**
   * Starts a training, or lets it wait for its turn.
   * @throws RequestProblem 429
   */
  async start(model: Trainable, values: ArgumentValues): Promise<TrainingRecord> {
    this.#makeRoom();
    const startedAt = this.#options.now();
    const uuid = randomUUID().replaceAll('-', '');
    const date = pythonDateTime(startedAt);
    const record: TrainingRecord = { date, args: toldArguments(values), uuid, status: 'running' };
    const training: Training = { model: model.name, record };
    this.#kept.set(uuid, training);
    const saved = this.#store.save(training);
    training.work = this.#queue.add(async (signal) => {
      const { now, logger } = this.#options;
      const turn = { uuid, signal, startedAt, now, logger };
      await this.#end(training, await runTraining(model, values, turn));
    });
    void training.work.ended.then(() => {
      training.work = undefined;
    });
    await saved;
    return record;
  }

  /** Forgets a training; one that has not ended is stopped, and told as cancelled. */
  async remove(model: string, uuid: string): Promise<TrainingRecord | undefined> {
    const training = this.#find(model, uuid);
    if (training === undefined) return undefined;
    this.#kept.delete(uuid);
    if (training.record.status === 'running') {
      training.record = { ...training.record, status: 'cancelled' };
      await training.work?.stop(this.#options.stopTimeoutMs);
    }
    await this.#store.remove(uuid);
    return training.record;
  }

  /** Stops what runs; what has not ended is told as an error from now on. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#kept.values()].map(async (training) => {
        const told = this.#end(training, { status: 'error', message: stopped });
        // all at once: when one has ended the next that waits begins
        await training.work?.stop(this.#options.stopTimeoutMs);
        await told;
      }),
    );
    await this.#store.settled();
  }

  /** Changes nothing of one that has ended already, or is forgotten. */
  async #end(training: Training, outcome: Partial<TrainingRecord>): Promise<void> {
    if (training.record.status !== 'running') return;
    training.record = { ...training.record, ...outcome };
    await this.#store.save(training);
  }

  #find(model: string, uuid: string): Training | undefined {
    const training = this.#kept.get(uuid);
    return training?.model === model ? training : undefined;
  }

  #makeRoom(): void {
    const { maxRecords, maxWaiting } = this.#options;
    if (this.#queue.waiting >= maxWaiting) throw tooBusy(60);
    if (this.#kept.size < maxRecords) return;
    const oldest = [...this.#kept.values()].find(({ record }) => record.status !== 'running');
    if (oldest === undefined) throw tooBusy(60);
    this.#kept.delete(oldest.record.uuid);
    void this.#store.remove(oldest.record.uuid);
  }
}
