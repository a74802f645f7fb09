import { mkdir, rm } from 'node:fs/promises';
import type { ExecutorOptions } from './executor-options.ts';
import { ConcurrencyGroups } from './jobs/concurrency-groups.ts';
import type { ExecutorWorld } from './jobs/run-world.ts';
import { Slots } from './jobs/slots.ts';
import { RunQueue } from './run-queue.ts';
import type { RunRecord } from './run-record.ts';
import { toSettings } from './settings.ts';
import { makeNpmShim } from './steps/npm-shim.ts';

/** Runs the workflows of a local GitHub. */
export interface Executor {
  /** The last runs, the oldest first. */
  readonly runs: readonly RunRecord[];
  /** Fulfilled when nothing is queued or running. */
  idle(): Promise<void>;
  /** Ends everything and waits for the end. */
  close(): Promise<void>;
}

/** Listens to a local GitHub and runs the workflows that its events start. */
export async function startExecutor(options: ExecutorOptions): Promise<Executor> {
  const settings = toSettings(options);
  await mkdir(settings.workFolder, { recursive: true });
  await makeNpmShim(settings);
  const closing = new AbortController();
  const world: ExecutorWorld = {
    forge: options.forge,
    settings,
    slots: new Slots(settings.parallelJobs),
    groups: new ConcurrencyGroups(),
    closed: AbortSignal.any([closing.signal, options.signal]),
  };
  const queue = new RunQueue(world);
  options.forge.onEvent((event) => queue.take(event));
  options.forge.onRepeat?.((run) => queue.repeat(run));
  return {
    runs: queue.runs,
    idle: () => queue.idle(),
    async close() {
      closing.abort();
      await queue.idle();
      await rm(settings.shimFolder, { recursive: true, force: true });
    },
  };
}
