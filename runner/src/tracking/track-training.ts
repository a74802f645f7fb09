import type { KnobValue, Receipt } from '@orangery/schemas';
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
export function trackTraining({ server, module, logger }: TrackOptions): Tracker {
  const stop = new AbortController();
  const client = new MlflowClient(server, stop.signal);
  const runs = new Map<number, string>();
  let experiment = '';
  let parent = '';
  let isOff = false;
  let queue: Promise<void> = Promise.resolve();
  const enqueue = (work: () => Promise<void>): void => {
    queue = queue.then(async () => {
      if (isOff) return;
      await work().catch((error: unknown) => {
        isOff = true;
        logger.warn(
          `${error instanceof Error ? error.message : String(error)}; nothing more is sent`,
        );
      });
    });
  };
  const begin = async (run: string, event: Extract<ProgressEvent, { type: 'run-started' }>) => {
    experiment = await client.experiment();
    parent = await client.createRun(experiment, run, { 'orangery.module': module.id });
    const { budget, backend, scoreName } = event;
    await client.log(parent, {
      params: textsOf({ module: `${module.id}@${module.version}`, backend, ...budget, scoreName }),
    });
    logger.info(`MLflow: ${server.address}, experiment ${server.experiment}, run ${run}`);
  };
  const startTrial = async (trial: number, knobs: Readonly<Record<string, KnobValue>>) => {
    if (runs.has(trial)) return;
    const tags = { 'mlflow.parentRunId': parent };
    const run = await client.createRun(experiment, `trial ${trial}`, tags);
    runs.set(trial, run);
    await client.log(run, { params: textsOf(knobs) });
  };
  const log = async (trial: number, metrics: readonly LoggedMetric[]): Promise<void> => {
    const run = runs.get(trial);
    if (run !== undefined) await client.log(run, { metrics });
  };
  const waiting = new Map<number, LoggedMetric[]>();
  /** What came while the server was asked goes in one request. */
  const flush = async (trial: number): Promise<void> => {
    const metrics = waiting.get(trial)?.splice(0) ?? [];
    if (metrics.length > 0) await log(trial, metrics);
  };
  const endTrial = async (trial: number, status: string): Promise<void> => {
    const run = runs.get(trial);
    if (run === undefined) return;
    runs.delete(trial);
    await client.log(run, { tags: { 'orangery.status': status } });
    const hasFailed = status === 'failed' || status === 'diverged';
    await client.end(run, hasFailed ? 'FAILED' : 'FINISHED');
  };
  const handlers: Handlers = {
    'run-started': (event) => enqueue(async () => begin(event.run, event)),
    'trial-started': ({ trial, knobs }) => enqueue(async () => startTrial(trial, knobs)),
    epoch: ({ trial, epoch, loss, score }) => {
      waiting.set(trial, [...(waiting.get(trial) ?? []), ...metricsOf({ loss, score }, epoch)]);
      enqueue(async () => flush(trial));
    },
    'trial-ended': ({ trial, status }) => {
      if (status !== 'paused') enqueue(async () => endTrial(trial, status));
    },
    evaluated: ({ metrics, baseline }) => {
      const named = Object.entries(baseline.metrics).map(([name, value]) => [
        `baseline.${name}`,
        value,
      ]);
      const logged = metricsOf({ ...metrics, ...Object.fromEntries(named) }, 0);
      enqueue(async () => client.log(parent, { metrics: logged }));
    },
  };
  return {
    report: (event) => handle(handlers, event),
    end: async (outcome) => {
      enqueue(async () => {
        if (parent === '') return;
        if ('failed' in outcome) {
          for (const trial of [...runs.keys()]) await endTrial(trial, 'failed');
          return client.end(parent, outcome.failed);
        }
        // paused ones that were not gone on with
        for (const { number, status } of outcome.receipt.trials) await endTrial(number, status);
        const { fingerprint, artifact, dataset } = outcome.receipt;
        const tags = { 'orangery.fingerprint': fingerprint, 'orangery.weights': artifact.sha256 };
        await client.log(parent, { tags, params: textsOf({ examples: dataset.examples }) });
        await client.end(parent, 'FINISHED');
      });
      const late = setTimeout(() => stop.abort(), lastWaitMs);
      await queue;
      clearTimeout(late);
    },
  };
}

type Handlers = {
  readonly [Type in ProgressEvent['type']]?: (
    event: Extract<ProgressEvent, { type: Type }>,
  ) => void;
};

function handle(handlers: Handlers, event: ProgressEvent): void {
  const take = handlers[event.type] as ((event: ProgressEvent) => void) | undefined;
  take?.(event);
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
