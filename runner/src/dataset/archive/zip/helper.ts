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

/** Entries to unpack, or that there are no more. */
export type HelperMessage = readonly PlacedEntry[] | 'end';

/** That it can take more, that it has written all, or why it cannot go on. */
export type HelperAnswer =
  | { readonly kind: 'ready' | 'done'; readonly written: Written }
  | { readonly kind: 'refused'; readonly failure: Pick<Failure, 'code' | 'message' | 'hint'> }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Room for what a share leaves behind: collected at its end, not time and again before. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };

/**
 * A second thread that unpacks shares of a zip archive. It gets its first share when it says that it
 * is ready: where it cannot start, the work is done without it.
 */
export class Helper {
  readonly #worker: Worker;
  readonly #writer: ViewWriter;
  readonly #ended = new AbortController();
  #shares: PlacedEntry[][] | undefined;
  #state: 'starting' | 'idle' | 'busy' = 'starting';
  #failure: { readonly error: unknown } | undefined;

  constructor(archive: string, label: string, writer: ViewWriter) {
    const { root, maxBytes } = writer;
    const workerData: HelperStart = { archive, label, root, maxBytes };
    this.#writer = writer;
    const thread = new URL('./helper-thread.ts', import.meta.url);
    this.#worker = new Worker(thread, { workerData, execArgv: [], resourceLimits });
    this.#worker.on('message', (answer: HelperAnswer) => this.#take(answer));
    this.#worker.on('error', (error) => this.#end({ error }));
  }

  /** @param shares taken from as long as there are any; whoever comes first */
  share(shares: PlacedEntry[][]): void {
    this.#shares = shares;
    if (this.#state === 'idle') this.#next();
  }

  /** @throws what the helper met */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Waits until the helper has written all it took. @throws what it met; when aborted */
  async finish(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const isWriting = this.#state === 'busy' && !this.#ended.signal.aborted;
    if (isWriting) await once(this.#ended.signal, 'abort', { signal });
    this.check();
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #take(answer: HelperAnswer): void {
    if (answer.kind === 'failed') return this.#end(answer);
    if (answer.kind === 'refused') {
      const { code, message, hint } = answer.failure;
      return this.#end({ error: new Failure(code, message, { hint }) });
    }
    this.#writer.adopt(answer.written);
    if (answer.kind === 'done') return this.#end();
    this.#state = 'idle';
    if (this.#shares !== undefined) this.#next();
  }

  #next(): void {
    const message: HelperMessage = this.#shares?.shift() ?? 'end';
    this.#state = 'busy';
    this.#worker.postMessage(message);
  }

  #end(failure?: { readonly error: unknown }): void {
    // before its first share there is nothing that it could have left undone
    if (this.#state !== 'starting') this.#failure = failure;
    this.#ended.abort();
  }
}
