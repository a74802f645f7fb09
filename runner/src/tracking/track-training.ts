import type { Receipt } from '@orangery/schemas';
import type { ProgressEvent } from '../progress.ts';
import type { Logger } from '../world.ts';
import { MlflowClient, type LoggedMetric, type MlflowServer } from './mlflow-client.ts';

/** What becomes of a training's progress beside the terminal. */
export interface Tracker {
  /** Takes an event; never throws, never waits. */
  report(event: ProgressEvent): void;
  /** Sends what is left and ends the run on the server; gives up after ten seconds. */
  end(
    outcome: { readonly receipt: Receipt } | { readonly failed: 'FAILED' | 'KILLED' },
  ): Promise<void>;
}

export interface TrackOptions {
  readonly server: MlflowServer;
  /** Of the module that is trained. */
  readonly module: { readonly id: string; readonly version: string };
  readonly logger: Logger;
}

const lastWaitMs = 10_000;

/**
 * Forwards a training to a server of MLflow: a run for the training, and one below it for each trial, with its knobs
 * as parameters and loss and score of each epoch. What is told is what the receipt has: no link, no row. A
 * server that does not answer is told once and keeps the training from nothing.
 */
export function trackTraining(options: TrackOptions): Tracker {
  return new TrackedTraining(options);
}

type EventOf<Type extends ProgressEvent['type']> = Extract<ProgressEvent, { type: Type }>;

class TrackedTraining implements Tracker {
  readonly #options: TrackOptions;
  readonly #stop = new AbortController();
  readonly #client: MlflowClient;
  /** Those that have not ended, by trial. */
  readonly #runs = new Map<number, string>();
  /** What came while the server was asked goes in one request. */
  readonly #waiting = new Map<number, LoggedMetric[]>();
  #experiment = '';
  #parent = '';
  #isOff = false;
  #queue: Promise<void> = Promise.resolve();

  constructor(options: TrackOptions) {
    this.#options = options;
    this.#client = new MlflowClient(options.server, this.#stop.signal);
  }

  report(event: ProgressEvent): void {
    if (event.type === 'run-started') this.#enqueue(async () => this.#begin(event));
    if (event.type === 'trial-started') this.#enqueue(async () => this.#beginTrial(event));
    if (event.type === 'epoch') this.#takeEpoch(event);
    if (event.type === 'evaluated') this.#enqueue(async () => this.#logFigures(event));
    if (event.type === 'trial-ended' && event.status !== 'paused') {
      this.#enqueue(async () => this.#endTrial(event.trial, event.status));
    }
  }

  async end(outcome: Parameters<Tracker['end']>[0]): Promise<void> {
    this.#enqueue(async () => this.#endAll(outcome));
    const late = setTimeout(() => this.#stop.abort(), lastWaitMs);
    await this.#queue;
    clearTimeout(late);
  }

  #enqueue(work: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#isOff) return;
      await work().catch((error: unknown) => {
        this.#isOff = true;
        const why = error instanceof Error ? error.message : String(error);
        this.#options.logger.warn(`${why}; nothing more is sent`);
      });
    });
  }

  async #begin({ run, budget, backend, scoreName }: EventOf<'run-started'>): Promise<void> {
    const { server, module, logger } = this.#options;
    this.#experiment = await this.#client.experiment();
    const tags = { 'orangery.module': module.id };
    this.#parent = await this.#client.createRun(this.#experiment, run, tags);
    const facts = { module: `${module.id}@${module.version}`, backend, ...budget, scoreName };
    await this.#client.log(this.#parent, { params: textsOf(facts) });
    logger.info(`MLflow: ${server.address}, experiment ${server.experiment}, run ${run}`);
  }

  async #beginTrial({ trial, knobs }: EventOf<'trial-started'>): Promise<void> {
    // one that goes on after a pause has its run
    if (this.#runs.has(trial)) return;
    const tags = { 'mlflow.parentRunId': this.#parent };
    const run = await this.#client.createRun(this.#experiment, `trial ${trial}`, tags);
    this.#runs.set(trial, run);
    await this.#client.log(run, { params: textsOf(knobs) });
  }

  #takeEpoch({ trial, epoch, loss, score }: EventOf<'epoch'>): void {
    const before = this.#waiting.get(trial) ?? [];
    this.#waiting.set(trial, [...before, ...metricsOf({ loss, score }, epoch)]);
    this.#enqueue(async () => {
      const run = this.#runs.get(trial);
      const metrics = this.#waiting.get(trial)?.splice(0) ?? [];
      if (run !== undefined && metrics.length > 0) await this.#client.log(run, { metrics });
    });
  }

  async #endTrial(trial: number, status: string): Promise<void> {
    const run = this.#runs.get(trial);
    if (run === undefined) return;
    this.#runs.delete(trial);
    await this.#client.log(run, { tags: { 'orangery.status': status } });
    const hasFailed = status === 'failed' || status === 'diverged';
    await this.#client.end(run, hasFailed ? 'FAILED' : 'FINISHED');
  }

  async #logFigures({ metrics, baseline }: EventOf<'evaluated'>): Promise<void> {
    const beside = Object.entries(baseline.metrics).map(
      ([name, value]) => [`baseline.${name}`, value] as const,
    );
    const all = metricsOf({ ...metrics, ...Object.fromEntries(beside) }, 0);
    await this.#client.log(this.#parent, { metrics: all });
  }

  async #endAll(outcome: Parameters<Tracker['end']>[0]): Promise<void> {
    if (this.#parent === '') return;
    if ('failed' in outcome) {
      for (const trial of [...this.#runs.keys()]) await this.#endTrial(trial, 'failed');
      return this.#client.end(this.#parent, outcome.failed);
    }
    const { fingerprint, artifact, dataset, trials } = outcome.receipt;
    // paused ones that were not gone on with
    for (const { number, status } of trials) await this.#endTrial(number, status);
    const tags = { 'orangery.fingerprint': fingerprint, 'orangery.weights': artifact.sha256 };
    await this.#client.log(this.#parent, { tags, params: textsOf({ examples: dataset.examples }) });
    await this.#client.end(this.#parent, 'FINISHED');
  }
}

function metricsOf(
  values: Readonly<Record<string, number>>,
  step: number,
): readonly LoggedMetric[] {
  const timestamp = Date.now();
  return Object.entries(values)
    .filter(([, value]) => Number.isFinite(value))
    .map(([key, value]) => ({ key, value, timestamp, step }));
}

function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}
