import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '@orangery/schemas';
import { startWorker } from '../../command.ts';
import { failureOfParts } from '../../failure-parts.ts';
import type { Logger } from '../../world.ts';
import type { FromTraining, TrainingTask } from './messages.ts';
import type { RightOfWay } from './right-of-way.ts';
import { TrainingGroup } from './training-group.ts';
import type { TrainingSummary } from './training-summary.ts';

export interface ProcessOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Predictions that it gives way to. */
  readonly rightOfWay: Pick<RightOfWay, 'add'>;
  /** How long it may take in all. */
  readonly timeoutMs: number;
}

type Ended = Exclude<FromTraining, { readonly kind: 'log' }>;

const entry = fileURLToPath(new URL('training-entry.ts', import.meta.url));
/** For a process that was asked to end. */
const graceMs = 3000;

/**
 * Trains in a process of its own. Whatever comes of it, no process of it is left then.
 * @throws Failure that the training met; TIMED_OUT, CANCELLED; INTERNAL when the process died
 */
export async function trainInProcess(
  task: TrainingTask,
  { signal, logger, rightOfWay, timeoutMs }: ProcessOptions,
): Promise<TrainingSummary> {
  signal.throwIfAborted();
  const { promise: told, resolve, reject } = Promise.withResolvers<Ended>();
  const worker = startWorker(process.execPath, [entry], {
    ...{ cwd: '/', env: environmentOf(task), hasOwnGroup: true },
    onMessage: (message) => hear(message as FromTraining, { logger, resolve }),
  });
  void worker.ended.then((why) => reject(died(why)));
  const group = worker.pid === undefined ? undefined : new TrainingGroup(worker.pid);
  const leave = group && rightOfWay.add(group);
  const end = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let grace: NodeJS.Timeout | undefined;
  const stop = (): void => {
    leave?.();
    group?.askToEnd();
    grace = setTimeout(() => reject(died('it did not stop')), graceMs);
  };
  end.addEventListener('abort', stop, { once: true });
  try {
    worker.send(task);
    const answer = await told;
    if (answer.kind === 'trained') return answer.summary;
    throw failureOfParts(answer.failure);
  } catch (error) {
    throw end.aborted ? stopped(signal, timeoutMs, error) : error;
  } finally {
    end.removeEventListener('abort', stop);
    clearTimeout(grace);
    leave?.();
    await group?.kill();
    await worker.ended;
  }
}

function hear(
  message: FromTraining,
  { logger, resolve }: { readonly logger: Logger; readonly resolve: (told: Ended) => void },
): void {
  if (message.kind === 'log') logger[message.level](message.message);
  else resolve(message);
}

/** Nothing of the server's own: credentials stay with it. */
function environmentOf({ folders }: TrainingTask): Readonly<Record<string, string>> {
  const compiled = getCompileCacheDir();
  return {
    // Node adds a folder for its version, and would add another
    ...(compiled !== undefined && { NODE_COMPILE_CACHE: dirname(compiled) }),
    ...folders.deviceEnvironment,
  };
}

function died(why: string): Failure {
  return new Failure('INTERNAL', `the process of a training ended without a word: ${why}`);
}

function stopped({ aborted }: AbortSignal, timeoutMs: number, cause: unknown): Failure {
  if (aborted) return new Failure('CANCELLED', 'the training was stopped', { cause });
  const seconds = Math.round(timeoutMs / 1000);
  const message = `the training did not end within ${seconds} s and was stopped`;
  return new Failure('TIMED_OUT', message, { cause });
}
