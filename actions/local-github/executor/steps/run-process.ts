import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { Failure } from '@orangery/schemas';

const longestLine = 64 * 1024;
const waitForOutputMs = 5_000;

/** How long a cancelled program has after each request to end. GitHub's runner gives 7.5 and 2.5 seconds. */
export interface CancelPauses {
  readonly interruptMs: number;
  readonly terminateMs: number;
}

export const runnerPauses: CancelPauses = { interruptMs: 7_500, terminateMs: 2_500 };

export interface ProcessOrder {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly pauses: CancelPauses;
  readonly onLine: (line: string) => void;
  /** Told the process group, which may outlive the program. */
  readonly onStart: (group: number) => void;
}

/**
 * Runs a program in a process group of its own until it ends. When the signal is aborted the group gets
 * SIGINT, later SIGTERM, later SIGKILL; `runCommand` knows no SIGINT, with which an action saves its work.
 * @returns its exit code, or the signal that ended it
 */
export async function runProcess(order: ProcessOrder): Promise<number | string> {
  const { file, args, cwd, env, signal, onStart } = order;
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  passLines(child.stdout, order.onLine);
  passLines(child.stderr, order.onLine);
  if (child.pid !== undefined) onStart(child.pid);
  const stop = stopInSteps(child, order.pauses);
  if (signal.aborted) stop.begin();
  signal.addEventListener('abort', stop.begin, { once: true });
  try {
    const ended = await whenEnded(child, order);
    await whenRead(child);
    return ended;
  } finally {
    signal.removeEventListener('abort', stop.begin);
    stop.forget();
  }
}

/** Ends what is left of a process group. */
export function killGroup(group: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(-group, signal);
  } catch {
    // nothing of it is left
  }
}

function stopInSteps(child: ChildProcess, { interruptMs, terminateMs }: CancelPauses) {
  const timers: NodeJS.Timeout[] = [];
  const send = (name: NodeJS.Signals) => {
    if (child.pid !== undefined) killGroup(child.pid, name);
  };
  return {
    begin: () => {
      send('SIGINT');
      timers.push(setTimeout(send, interruptMs, 'SIGTERM'));
      timers.push(setTimeout(send, interruptMs + terminateMs, 'SIGKILL'));
    },
    forget: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

function whenEnded(child: ChildProcess, { file, cwd }: ProcessOrder): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      const message = `${file} cannot be started in ${cwd}: no such program or folder`;
      reject(new Failure('COMMAND_FAILED', message, { cause }));
    });
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'an unknown signal'));
  });
}

/** What a program started in the background may keep its output open: that is not waited for. */
async function whenRead(child: ChildProcess): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const open = streams.filter((stream) => !stream.closed);
  const closed = Promise.all(
    open.map((stream) => new Promise((resolve) => stream.once('close', resolve))),
  );
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, waitForOutputMs);
  });
  await Promise.race([closed, limit]);
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
}

function passLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string) => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
    if (rest.length <= longestLine) return;
    onLine(rest);
    rest = '';
  };
  stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)));
  stream.on('end', () => {
    take(decoder.end());
    if (rest !== '') onLine(rest);
  });
  stream.on('error', () => {}); // its end is told by the program's
}
