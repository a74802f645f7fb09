import { Failure } from '@orangery/schemas';
import { runCommand, type CommandOptions } from '../../command.ts';
import { folderBytes } from './folder-bytes.ts';
import { containerArguments, type LockedContainer } from './locked-container.ts';

/** How programs of the engine are run. */
export interface LockedEngine {
  readonly signal: AbortSignal;
  /** The whole environment of the engine's client. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface LockedRun extends LockedContainer {
  /** Folder of this machine that the container writes to. */
  readonly out: string;
  readonly onLine: NonNullable<CommandOptions['onLine']>;
}

/** How a container ended. */
export interface LockedEnd {
  readonly exitCode: number;
  /** As the engine says; the kernel may have ended one process of it without its knowledge. */
  readonly isOutOfMemory: boolean;
  /** Why it was stopped; absent when it ended by itself. */
  readonly stoppedFor?: 'cancel' | 'time' | 'disk';
}

const askTimeoutMs = 60_000;
const stopSeconds = 3;
const lookMs = 2_000;
/** Of a timer. */
const longestMs = 2 ** 31 - 1;

/**
 * Runs a container to its end, however that comes, and removes it. An abort of the signal stops it first.
 * @throws Failure SANDBOX_UNAVAILABLE when it cannot be started
 */
export async function runLocked(run: LockedRun, { signal, env }: LockedEngine): Promise<LockedEnd> {
  // what was started is ended also after a cancel
  const engine = { env, signal: new AbortController().signal };
  await ask(containerArguments(run), engine).catch((error: unknown) => {
    throw notStarted(run, error);
  });
  try {
    const stop = stopper(run, { signal, env });
    try {
      await follow(run, engine);
    } finally {
      stop.close();
    }
    const stoppedFor = await stop.settled();
    return stoppedFor === undefined ? await howItEnded(run.name, engine) : stopped(stoppedFor);
  } finally {
    await ask(['rm', '--force', '--volumes', '--', run.name], engine);
  }
}

async function follow({ name, onLine }: LockedRun, engine: LockedEngine): Promise<void> {
  const options = { cwd: '/', ...engine, timeoutMs: Infinity, onLine };
  await runCommand('docker', ['start', '--attach', '--', name], options).catch((error: unknown) => {
    // the exit code of the container is the client's: the engine is asked for it
    if (!(error instanceof Failure) || error.code !== 'COMMAND_FAILED') throw error;
  });
}

/** Stops the container for want of time or room, or because somebody asks for it. */
function stopper(run: LockedRun, { signal, env }: LockedEngine) {
  const engine = { env, signal: new AbortController().signal };
  let reason: LockedEnd['stoppedFor'];
  let stopping: Promise<unknown> | undefined;
  const stop = (why: NonNullable<typeof reason>): void => {
    if (reason !== undefined) return;
    reason = why;
    // removed at once: one that was about to start must not start after it
    stopping = ask(['stop', '--time', String(stopSeconds), '--', run.name], engine)
      .then(async () => ask(['rm', '--force', '--volumes', '--', run.name], engine))
      .catch(() => {}); // it has ended by itself then
  };
  const cancel = (): void => stop('cancel');
  const late = setTimeout(() => stop('time'), Math.min(run.limits.seconds * 1000, longestMs));
  const look = setInterval(() => {
    void folderBytes(run.out).then((bytes) => {
      if (bytes > run.limits.resultBytes) stop('disk');
    });
  }, lookMs);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  return {
    close: () => {
      clearTimeout(late);
      clearInterval(look);
      signal.removeEventListener('abort', cancel);
    },
    settled: async () => stopping?.then(() => reason),
  };
}

function stopped(stoppedFor: NonNullable<LockedEnd['stoppedFor']>): LockedEnd {
  return { exitCode: 1, isOutOfMemory: false, stoppedFor };
}

async function howItEnded(name: string, engine: LockedEngine): Promise<LockedEnd> {
  const format = '{{.State.Running}} {{.State.ExitCode}} {{.State.OOMKilled}}';
  const [running, code, killed] = (
    await ask(['inspect', '--format', format, '--', name], engine)
  ).split(' ');
  // the client was ended by somebody else: the container goes with it
  const exitCode = running === 'true' ? 1 : Number(code);
  return { exitCode, isOutOfMemory: killed === 'true' };
}

async function ask(args: readonly string[], engine: LockedEngine): Promise<string> {
  const options = { cwd: '/', ...engine, timeoutMs: askTimeoutMs };
  return (await runCommand('docker', args, options)).stdout.trim();
}

function notStarted({ image }: LockedRun, cause: unknown): Failure {
  const found = cause instanceof Error ? cause.message.split('\n').at(-1)! : String(cause);
  return new Failure('SANDBOX_UNAVAILABLE', `A container of ${image}: cannot be made: ${found}`, {
    cause,
    hint: 'Start the engine (systemctl start docker), or leave --sandbox out for code and data that you trust.',
  });
}
