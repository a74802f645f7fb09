import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Failure } from '@orangery/schemas';
import type { ViewWriter, Written } from '../view-writer.ts';
import type { PlacedEntry } from './unpack-entries.ts';

/** What a helper is started with. */
export interface HelperStart {
  readonly archive: string;
  readonly label: string;
  /** Folder of the files. */
  readonly root: string;
  readonly maxBytes: number;
}

/** What a helper says: that it can take a share, having written the one before, or why it cannot. */
export type HelperAnswer =
  | { readonly kind: 'ready'; readonly written: Written }
  | { readonly kind: 'refused'; readonly failure: Pick<Failure, 'code' | 'message' | 'hint'> }
  | { readonly kind: 'failed'; readonly error: unknown };

interface HelperTask {
  readonly archive: string;
  readonly label: string;
  readonly writer: ViewWriter;
  /** Taken from as long as there are any; whoever comes first. */
  readonly shares: PlacedEntry[][];
}

/**
 * A second thread that unpacks shares of a zip archive. It gets its first share when it says that it
 * is ready: where it cannot start, the work is done without it.
 */
export class Helper {
  readonly #worker: Worker;
  readonly #task: HelperTask;
  readonly #ended = new AbortController();
  #hasShare = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(task: HelperTask) {
    const { archive, label, writer } = task;
    const { root, maxBytes } = writer;
    const start: HelperStart = { archive, label, root, maxBytes };
    this.#task = task;
    this.#worker = new Worker(new URL('./helper-thread.ts', import.meta.url), {
      workerData: start,
      execArgv: [],
    });
    this.#worker.on('message', (answer: HelperAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end(error));
  }

  /** @throws what the helper met */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Waits until the helper has written its last share. @throws what it met; when aborted */
  async finish(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#hasShare && !this.#ended.signal.aborted) {
      await once(this.#ended.signal, 'abort', { signal });
    }
    this.check();
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(answer: HelperAnswer): void {
    if (answer.kind === 'failed') return this.#end(answer.error);
    if (answer.kind === 'refused') {
      const { code, message, hint } = answer.failure;
      return this.#end(new Failure(code, message, { hint }));
    }
    this.#task.writer.adopt(answer.written);
    const share = this.#task.shares.shift();
    this.#hasShare = share !== undefined;
    if (share === undefined) this.#ended.abort();
    else this.#worker.postMessage(share);
  }

  #end(error: unknown): void {
    if (this.#hasShare) this.#failure = { error };
    this.#ended.abort();
  }
}
