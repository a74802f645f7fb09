import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startWorker, type WorkerProcess } from '../../command.ts';
import { failureOfParts } from '../../failure-parts.ts';
import type { Pin } from '../../compute/pin-to-device.ts';
import type { World } from '../../world.ts';
import type { WorkHooks } from '../executor.ts';
import type { WorkerAnswer, WorkerNote, WorkerSetup, WorkerTask } from './messages.ts';

/** A worker process that ended without an answer. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

export interface WorkerOptions {
  readonly setup: WorkerSetup;
  readonly pin: Pin;
  /** By which drivers and add-ons are found. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly world: World;
}

interface Asked {
  readonly hooks: Pick<WorkHooks, 'onEpoch'>;
  resolve(answer: WorkerAnswer): void;
  reject(error: unknown): void;
}

const entry = fileURLToPath(new URL('./worker.ts', import.meta.url));
const quiet: Asked['hooks'] = { onEpoch: () => {} };

/** One worker: a process that is started when there is work, and again when it has ended. */
export class Worker {
  readonly world: World;
  isClosed = false;
  readonly #options: WorkerOptions;
  #process: WorkerProcess | undefined;
  #asked: Asked | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.world = options.world;
  }

  /**
   * Gives it one work, and waits for the answer.
   * @throws WorkerEnded; Failure that the worker met; the signal's reason when aborted
   */
  async ask(task: WorkerTask, hooks: Asked['hooks']): Promise<WorkerAnswer> {
    if (this.isClosed)
      throw new Error('expected a worker that takes work, found one that was closed');
    if (this.#process === undefined) {
      this.#start();
      await this.#exchange({ kind: 'open', setup: this.#options.setup }, quiet);
    }
    return this.#exchange(task, hooks);
  }

  /** Ends the process at once; the next work starts another. */
  async end(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    this.#asked?.reject(new WorkerEnded('it was stopped'));
    this.#asked = undefined;
    running?.kill();
    await running?.ended;
  }

  /** Ends it for good: whoever still waits for an answer does not begin again. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.end();
  }

  #start(): void {
    const { pin, environment } = this.#options;
    const [file, ...args] = [...pin.prefix, process.execPath, entry];
    const started = startWorker(file!, args, {
      cwd: '/',
      env: { ...compiledCode(), ...environment, ...pin.env },
      onMessage: (message) => this.#hear(message as WorkerAnswer | WorkerNote),
    });
    this.#process = started;
    void started.ended.then((why) => {
      if (this.#process !== started) return;
      this.#process = undefined;
      this.#asked?.reject(new WorkerEnded(why));
      this.#asked = undefined;
    });
  }

  async #exchange(task: WorkerTask, hooks: Asked['hooks']): Promise<WorkerAnswer> {
    const { signal } = this.world;
    signal.throwIfAborted();
    const stop = (): void => void this.end();
    signal.addEventListener('abort', stop);
    try {
      return await new Promise<WorkerAnswer>((resolve, reject) => {
        if (this.#process === undefined) throw new WorkerEnded('it ended before it was asked');
        this.#asked = { hooks, resolve, reject };
        this.#process.send(task);
      });
    } finally {
      signal.removeEventListener('abort', stop);
      signal.throwIfAborted();
    }
  }

  #hear(message: WorkerAnswer | WorkerNote): void {
    const asked = this.#asked;
    if (message.kind === 'log') return this.world.logger[message.level](message.message);
    if (message.kind === 'epoch') return asked?.hooks.onEpoch(message.point, message.epochs);
    this.#asked = undefined;
    if (message.kind === 'failed') asked?.reject(failureOfParts(message.failure));
    else asked?.resolve(message);
  }
}

/** What this process compiled, or kept compiled, need not be compiled again. */
function compiledCode(): Readonly<Record<string, string>> {
  const folder = getCompileCacheDir();
  // Node adds a folder for its version, and would add another
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
