import { performance } from 'node:perf_hooks';
import { startWorker, type WorkerProcess } from '../../../command.ts';
import { serveSlotScript, type FromServer } from './serve-slot.ts';
import type { ServerSpec } from './slot-spec.ts';

export interface ReplicaOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  /** Called whenever it has become ready, or has ended. */
  readonly onChange: () => void;
}

const longestPauseMs = 30_000;
/** Who has answered for so long did not fail at its start. */
const settledMs = 10_000;
/** How long a server that was told to end may take. */
const endTimeoutMs = 45_000;

/** One server, in a process of its own; when that ends by itself, another one is started, after pauses that grow. */
export class Replica {
  /** Where it answers, while it does. */
  address: string | undefined;
  /** Requests it is at. */
  inFlight = 0;
  /** How often it ended by itself. */
  restarts = 0;
  readonly #spec: ServerSpec;
  readonly #options: ReplicaOptions;
  #worker: WorkerProcess | undefined;
  #isStopping = false;
  #again: NodeJS.Timeout | undefined;
  #failures = 0;

  constructor(spec: ServerSpec, options: ReplicaOptions) {
    this.#spec = spec;
    this.#options = options;
    this.#start();
  }

  get isAlive(): boolean {
    return this.#worker !== undefined;
  }

  /** Answers what it is at, then ends; at once past a limit. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#again);
    const worker = this.#worker;
    if (worker === undefined) return;
    worker.end();
    const late = setTimeout(() => worker.kill(), endTimeoutMs);
    await worker.ended;
    clearTimeout(late);
  }

  #start(): void {
    const startedAt = performance.now();
    const worker = startWorker(process.execPath, [serveSlotScript], {
      cwd: '/',
      env: this.#options.env,
      hasOwnGroup: true,
      onLine: this.#options.onLine,
      onMessage: (message) => {
        const { kind, address } = message as FromServer;
        if (kind !== 'ready') return;
        this.address = address;
        this.#options.onChange();
      },
    });
    this.#worker = worker;
    worker.send(this.#spec);
    void worker.ended.then(() => this.#ended(performance.now() - startedAt));
  }

  #ended(livedMs: number): void {
    this.#worker = undefined;
    this.address = undefined;
    this.#options.onChange();
    if (this.#isStopping) return;
    this.restarts += 1;
    this.#failures = livedMs > settledMs ? 0 : this.#failures + 1;
    const pauseMs = this.#failures === 0 ? 0 : Math.min(250 * 2 ** this.#failures, longestPauseMs);
    this.#again = setTimeout(() => this.#start(), pauseMs);
  }
}
