import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { Failure } from '@orangery/schemas';
import { execa, ExecaError } from 'execa';
import { readLines } from './read-lines.ts';

const keptLines = 20;
const mostOutputBytes = 16 * 1024 * 1024;
const forceKillAfterMs = 5_000;

export interface CommandOptions {
  readonly cwd: string;
  /** Aborting it ends the program and everything it started. */
  readonly signal: AbortSignal;
  /** Infinity for a server that runs until it is stopped. */
  readonly timeoutMs: number;
  /** The whole environment of the program: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File that its standard output is written to, however long; none is kept then. */
  readonly outputFile?: string;
  /** Receives each line as it is written; standard output is then not kept. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
}

export interface CommandResult {
  /** Without its last newline; at most 16 MiB; empty when `onLine` was given. */
  readonly stdout: string;
  /** The last 20 lines. */
  readonly stderr: string;
}

/**
 * Runs a program with an argument array, never through a shell, and waits for its end. It is asked to
 * end by SIGTERM, and five seconds later forced to by SIGKILL, together with its own children.
 * @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { cwd, signal, timeoutMs, env, outputFile, onLine }: CommandOptions,
): Promise<CommandResult> {
  if (signal.aborted) throw cancelled(file, signal.reason);
  const errorLines: string[] = [];
  try {
    const { stdout } = await execa(file, args, {
      cwd,
      env,
      extendEnv: false,
      stdin: 'ignore',
      ...(Number.isFinite(timeoutMs) && { timeout: timeoutMs }),
      cancelSignal: signal,
      killDescendants: true,
      forceKillAfterDelay: forceKillAfterMs,
      maxBuffer: mostOutputBytes,
      buffer: { stdout: onLine === undefined && outputFile === undefined, stderr: false },
      stdout: outputOf(outputFile, onLine),
      stderr: [keepLast(errorLines), passLines((line) => onLine?.(line, 'stderr'))],
    });
    return { stdout: stdout ?? '', stderr: errorLines.join('\n') };
  } catch (error) {
    throw describe(error, { file, timeoutMs, errorLines });
  }
}

function outputOf(file: CommandOptions['outputFile'], onLine: CommandOptions['onLine']) {
  if (file !== undefined) return { file };
  return onLine === undefined ? 'pipe' : passLines((line) => onLine(line, 'stdout'));
}

const crashes: readonly unknown[] = ['SIGTRAP', 'SIGABRT', 'SIGSEGV', 'SIGILL', 'SIGBUS'];

/** Whether a program that `runCommand` ran ended by a fault of its own, not by an exit code. */
export function isCrash(error: unknown): boolean {
  const cause = error instanceof Failure ? error.cause : undefined;
  return cause instanceof ExecaError && crashes.includes(cause.signal);
}

/** A program that is talked to while it runs. */
export interface RunningProgram {
  readonly input: Writable;
  readonly output: Readable;
  /** Fulfilled at its end, however it ends, with a sentence on how and its last lines of standard error. */
  readonly ended: Promise<string>;
  /** Ends it at once, with its own children. */
  kill(): void;
}

/** Starts a program whose standard input and output belong to the caller; it ends with this process. */
export function startProgram(
  file: string,
  args: readonly string[],
  { cwd, env, onLine }: Pick<CommandOptions, 'cwd' | 'env' | 'onLine'>,
): RunningProgram {
  const errorLines: string[] = [];
  const child = execa(file, args, {
    ...{ cwd, env, extendEnv: false, buffer: false, reject: false, killDescendants: true },
    ...{ stdin: 'pipe', stdout: 'pipe', encoding: 'buffer' },
    stderr: ['pipe'],
  });
  readLines(child.stderr, (line) => {
    errorLines.push(line);
    if (errorLines.length > keptLines) errorLines.shift();
    onLine?.(line, 'stderr');
  });
  return {
    input: child.stdin,
    output: child.stdout,
    ended: child.then(({ exitCode, signal, originalMessage }) => {
      const how = signal ?? (exitCode === undefined ? originalMessage : `exit code ${exitCode}`);
      return [`${file} ended with ${how}`, ...errorLines].join('\n');
    }),
    kill: () => void child.kill('SIGKILL'),
  };
}

/**
 * Starts a program that goes on when this process has ended, and belongs to nobody. What it prints
 * goes to a file, which the program itself holds open.
 * @returns its process id; undefined where it could not be started
 */
export function startDetached(
  file: string,
  args: readonly string[],
  { cwd, env, logFile }: Pick<CommandOptions, 'cwd' | 'env'> & { readonly logFile: string },
): number | undefined {
  const log = openSync(logFile, 'a');
  try {
    // execa keeps a hand on what it starts
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    child.on('error', () => {}); // it has no process id then
    child.unref();
    return child.pid;
  } finally {
    closeSync(log);
  }
}

/** A program of ours that works in a process of its own and is talked to by messages. */
export interface WorkerProcess {
  /** Values that structured cloning takes; nothing happens when it has ended. */
  send(message: object): void;
  /** Asks it to end, by SIGTERM. */
  end(): void;
  /** At once, by SIGKILL; with all of its group where it has one of its own. */
  kill(): void;
  /** When it has ended: why, with its last lines. */
  readonly ended: Promise<string>;
  /** Absent where it could not be started. */
  readonly pid: number | undefined;
}

export interface WorkerProcessOptions extends Pick<CommandOptions, 'cwd' | 'env'> {
  readonly onMessage: (message: unknown) => void;
  /** Whether it leads a process group of its own, with all that it starts. */
  readonly hasOwnGroup?: boolean;
  /** Receives each line of standard error as it is written. */
  readonly onLine?: (line: string) => void;
}

/** Starts a program that is told and tells by messages; when this process ends, its channel closes. */
export function startWorker(
  file: string,
  args: readonly string[],
  { cwd, env, onMessage, hasOwnGroup = false, onLine }: WorkerProcessOptions,
): WorkerProcess {
  const errorLines: string[] = [];
  const worker = execa(file, args, {
    ...{ cwd, env, extendEnv: false, stdin: 'ignore', stdout: 'ignore' },
    ...{ ipc: true, serialization: 'advanced', reject: false, buffer: false },
    killDescendants: hasOwnGroup,
    stderr: [keepLast(errorLines), passLines((line) => onLine?.(line))],
  });
  void passMessages(worker.getEachMessage(), onMessage);
  return {
    send: (message) => void worker.sendMessage(message).catch(() => {}), // who waits is told of its end
    end: () => void worker.kill('SIGTERM'),
    kill: () => void worker.kill('SIGKILL'),
    pid: worker.pid,
    ended: worker.then(({ shortMessage = 'it ended' }) => [shortMessage, ...errorLines].join('\n')),
  };
}

async function passMessages(
  messages: AsyncIterable<unknown>,
  onMessage: (message: unknown) => void,
): Promise<void> {
  try {
    for await (const message of messages) onMessage(message);
  } catch {
    // the channel broke: `ended` tells of it
  }
}

function keepLast(lines: string[]) {
  return passLines((line) => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
  });
}

/** A transform of execa's: sees every line and lets it pass. */
function passLines(see: (line: string) => void) {
  return function* (line: unknown): Generator<unknown> {
    see(String(line));
    yield line;
  };
}

interface Circumstances {
  readonly file: string;
  readonly timeoutMs: number;
  readonly errorLines: readonly string[];
}

function describe(error: unknown, { file, timeoutMs, errorLines }: Circumstances): unknown {
  if (!(error instanceof ExecaError)) return error;
  if (error.isCanceled) return cancelled(file, error);
  const details = { cause: error };
  const last = errorLines.length === 0 ? '' : `\n${errorLines.join('\n')}`;
  if (error.timedOut) {
    const message = `${file} did not end within ${timeoutMs} ms and was stopped${last}`;
    return new Failure('TIMED_OUT', message, details);
  }
  if (error.code === 'ENOENT') {
    const message = `${file} cannot be started in ${error.cwd}: no such program or folder`;
    const hint = `Install ${file}, or put its folder on PATH.`;
    return new Failure('COMMAND_FAILED', message, { ...details, hint });
  }
  // execa's short message names the program, its arguments, and the exit code or signal
  return new Failure('COMMAND_FAILED', `${error.shortMessage}${last}`, details);
}

function cancelled(file: string, cause: unknown): Failure {
  return new Failure('CANCELLED', `${file} was stopped`, { cause });
}
