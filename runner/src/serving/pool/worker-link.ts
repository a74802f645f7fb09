import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { BackendName } from '@orangery/schemas';
import { startWorker } from '../../command.ts';
import type { ToWorker } from './messages.ts';

/** A thread or process that is told and tells by messages. */
export interface WorkerLink {
  send(message: ToWorker): void;
  /** Ends it with what it started: a moment later whatever it is doing. */
  kill(): void;
  /** When it has ended, a sentence on why. */
  readonly ended: Promise<string>;
}

export interface LinkOptions {
  /** File that runs there. */
  readonly entry: URL;
  readonly backend: BackendName | 'auto';
  /** A process even where a thread would do. */
  readonly isApart?: boolean;
  /** By which a process finds drivers and add-ons. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly onMessage: (message: unknown) => void;
}

/** For a worker to end what it started itself. */
const graceMs = 200;

/** Add-ons with native code: two threads cannot load them, and a crash takes the process along. */
const native: readonly string[] = ['tensorflow-gpu', 'tensorflow', 'webgpu'];

/** A thread, which answers soonest; a process where the backend is native code. */
export function startLink(options: LinkOptions): WorkerLink {
  const isApart = options.isApart === true || native.includes(options.backend);
  return isApart ? startProcess(options) : startThread(options);
}

function startThread({ entry, onMessage }: LinkOptions): WorkerLink {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const thread = new Worker(entry);
  let reason = 'its thread was ended';
  thread.on('message', onMessage);
  thread.on('messageerror', (error) => {
    reason = String(error);
    void thread.terminate();
  });
  thread.on('error', (error) => {
    reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  });
  thread.on('exit', () => resolve(reason));
  return {
    send: (message) => thread.postMessage(message),
    kill: () => {
      thread.postMessage({ kind: 'end' });
      soon(ended, () => void thread.terminate());
    },
    ended,
  };
}

/** Ends what has not ended by itself, as one that is busy with its own code cannot. */
function soon(ended: Promise<string>, kill: () => void): void {
  const timer = setTimeout(kill, graceMs);
  void ended.then(() => clearTimeout(timer));
}

function startProcess({ entry, environment, onMessage }: LinkOptions): WorkerLink {
  const compiled = getCompileCacheDir();
  const started = startWorker(process.execPath, [fileURLToPath(entry)], {
    cwd: '/',
    // Node adds a folder for its version, and would add another
    env: {
      ...(compiled !== undefined && { NODE_COMPILE_CACHE: dirname(compiled) }),
      ...environment,
    },
    onMessage,
  });
  return {
    ...started,
    kill: () => {
      started.send({ kind: 'end' });
      soon(started.ended, () => started.kill());
    },
  };
}
