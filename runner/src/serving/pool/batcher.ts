import { RequestProblem, tooBusy } from '../request-problem.ts';
import { BusyWorkers } from './busy-workers.ts';
import { Deadlines } from './deadlines.ts';
import { ExpectedCrowd } from './expected-crowd.ts';
import { Job, type Answers, type Caller } from './job.ts';
import type { CallInputs, CallOutcome } from './messages.ts';
import { WorkerEnded, type PredictionWorker } from './prediction-worker.ts';

export interface BatchLimits {
  /** Most inputs that are predicted together. */
  readonly maxBatch: number;
  /** Longest wait for a fuller batch; only where others are likely to come. */
  readonly maxDelayMs: number;
  /** Requests that may wait; more are refused with 429. */
  readonly maxQueue: number;
  /** From its arrival here to its answer; later is refused with 504. */
  readonly timeoutMs: number;
}

/** Where batches are worked on. */
export interface Workers {
  take(): PredictionWorker | undefined;
  giveBack(worker: PredictionWorker): void;
  /** Ends one, whatever it is doing; it is given to nobody meanwhile. */
  end(worker: PredictionWorker): void;
  readonly hasFree: boolean;
  /** Whether it has not been ended. */
  has(worker: PredictionWorker): boolean;
  /** How many there are, busy or not. */
  readonly alive: number;
}

/** What a batch was: for metrics. */
export interface BatchFacts {
  readonly requests: number;
  readonly inputs: number;
  /** Longest wait of its requests. */
  readonly waitMs: number;
  readonly predictMs: number;
}

/** Told of what happens. */
export interface Watch {
  onBatch?(facts: BatchFacts): void;
  /** A request has come. */
  onEnter?(): void;
  /** It has been answered, however. */
  onLeave?(): void;
}

/** After the last deadline of a batch. */
const stuckMs = 50;

/** The queue of one model: joins requests into batches while its workers are busy. */
export class Batcher {
  readonly #limits: BatchLimits;
  readonly #workers: Workers;
  readonly #watch: Watch;
  readonly #crowd = new ExpectedCrowd();
  readonly #atWork = new BusyWorkers();
  readonly #deadlines = new Deadlines<Job>((job) => this.#expire(job));
  readonly #queue: Job[] = [];
  #busy = 0;
  #unanswered = 0;
  #onIdle: (() => void) | undefined;
  #delay: NodeJS.Timeout | undefined;
  /** Of one request, smoothed: tells how long a full queue takes. */
  #secondsEach = 0.01;

  constructor(limits: BatchLimits, workers: Workers, watch: Watch = {}) {
    this.#limits = limits;
    this.#workers = workers;
    this.#watch = watch;
  }

  /** Requests that wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Requests that wait or are worked on. */
  get inFlight(): number {
    return this.#queue.length + this.#busy;
  }

  /**
   * Predicts the inputs of one request, together with those of others.
   * @throws RequestProblem 429, 503, 504; Failure INPUT_INVALID; ModelFailed
   */
  predict(inputs: CallInputs, caller: Caller): Promise<Answers> {
    if (this.#isFull()) {
      return Promise.reject(tooBusy(this.#secondsEach * this.#queue.length));
    }
    const job = new Job(inputs, caller, this.#limits.timeoutMs, this.#leave);
    this.#unanswered += 1;
    this.#watch.onEnter?.();
    this.#deadlines.add(job);
    this.#queue.push(job);
    this.#crowd.see(this.inFlight);
    this.pump();
    return job.answers;
  }

  /** Dispatches what can be; to be called when a worker has become free. */
  pump(): void {
    while (this.#queue.length > 0) {
      const missing = this.#missing();
      if (this.#workers.hasFree) {
        const waitMs = missing > 0 ? this.#patienceMs() : 0;
        if (waitMs > 0) return this.#pumpLater(waitMs);
      } else if (missing > 0 || this.#nextWorker() === undefined) return;
      const jobs = this.#takeBatch();
      if (jobs.length > 0) void this.#work(this.#workers.take() ?? this.#nextWorker()!, jobs);
    }
  }

  /** When every request has been answered; each has its deadline. */
  async idle(): Promise<void> {
    if (this.#unanswered === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  stop(): void {
    clearTimeout(this.#delay);
    this.#deadlines.stop();
  }

  readonly #leave = (): void => {
    this.#unanswered -= 1;
    this.#watch.onLeave?.();
    if (this.#unanswered === 0) this.#onIdle?.();
  };

  /** Whether as many wait as may; who has gone waits no longer. */
  #isFull(): boolean {
    const { maxQueue } = this.#limits;
    if (this.#queue.length < maxQueue) return false;
    const here = this.#queue.filter((job) => !this.#isGone(job));
    this.#queue.splice(0, this.#queue.length, ...here);
    return here.length >= maxQueue;
  }

  #isGone(job: Job): boolean {
    if (!job.caller.isGone) return false;
    this.#deadlines.delete(job);
    job.reject(new RequestProblem(499, 'The caller has gone'));
    return true;
  }

  /** Requests that are still worth waiting for. */
  #missing(): number {
    const { maxBatch } = this.#limits;
    return this.#crowd.worthWaitingFor(this.#workers.alive, maxBatch) - this.#queue.length;
  }

  /** How long the oldest may still wait for them. */
  #patienceMs(): number {
    return this.#limits.maxDelayMs - (performance.now() - this.#queue[0]!.arrivedAt);
  }

  /** One at which a batch may lie ready until it has answered another. */
  #nextWorker(): PredictionWorker | undefined {
    return this.#atWork.next((worker) => this.#workers.has(worker));
  }

  #pumpLater(waitMs: number): void {
    this.#delay ??= setTimeout(() => {
      this.#delay = undefined;
      this.pump();
    }, waitMs);
  }

  /** The oldest, up to the limit of inputs; one request that is larger goes alone. */
  #takeBatch(): readonly Job[] {
    const jobs: Job[] = [];
    let inputs = 0;
    let looked = 0;
    for (const job of this.#queue) {
      if (jobs.length > 0 && inputs + job.size > this.#limits.maxBatch) break;
      looked += 1;
      if (this.#isGone(job)) continue;
      jobs.push(job);
      inputs += job.size;
    }
    this.#queue.splice(0, looked);
    return jobs;
  }

  /** What still waits is dropped; what is worked on has nobody to answer. */
  #expire(job: Job): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1);
    job.reject(new RequestProblem(504, 'No answer in time'));
  }

  async #work(worker: PredictionWorker, jobs: readonly Job[]): Promise<void> {
    this.#atWork.begin(worker);
    this.#busy += jobs.length;
    // by then every request of the batch has been refused: what still runs is of no use
    const stuck = setTimeout(() => this.#workers.end(worker), this.#limits.timeoutMs + stuckMs);
    const outcomes = await outcomesOf(worker, jobs);
    clearTimeout(stuck);
    const hasEnded = outcomes instanceof WorkerEnded;
    const { startedAt, wasBegun, isIdle } = this.#atWork.finish(worker, hasEnded);
    const predictMs = performance.now() - startedAt;
    this.#busy -= jobs.length;
    if (!wasBegun) return this.#putBack(jobs);
    this.#crowd.answered(this.inFlight);
    if (isIdle) this.#workers.giveBack(worker);
    else this.pump();
    jobs.forEach((job, index) => this.#answer(job, outcomeAt(outcomes, index)));
    this.#observe(jobs, startedAt, predictMs);
  }

  /** What lay ready at a worker that ended goes to another; it is none of its doing. */
  #putBack(jobs: readonly Job[]): void {
    this.#queue.unshift(...jobs.filter(({ isSettled }) => !isSettled));
    this.pump();
  }

  #answer(job: Job, outcome: CallOutcome | Error): void {
    this.#deadlines.delete(job);
    job.settle(outcome);
  }

  #observe(jobs: readonly Job[], startedAt: number, predictMs: number): void {
    const each = predictMs / 1000 / jobs.length;
    this.#secondsEach += 0.2 * (each - this.#secondsEach);
    this.#watch.onBatch?.({
      requests: jobs.length,
      inputs: jobs.reduce((sum, { size }) => sum + size, 0),
      waitMs: startedAt - jobs[0]!.arrivedAt,
      predictMs,
    });
  }
}

type Outcomes = readonly CallOutcome[] | Error;

async function outcomesOf(worker: PredictionWorker, jobs: readonly Job[]): Promise<Outcomes> {
  try {
    return await worker.predict(jobs.map(({ inputs }) => inputs));
  } catch (error) {
    return error as Error;
  }
}

/** What became of the worker became of every job. */
function outcomeAt(outcomes: Outcomes, index: number): CallOutcome | Error {
  return outcomes instanceof Error ? outcomes : outcomes[index]!;
}
