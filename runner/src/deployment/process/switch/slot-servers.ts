import { Replica } from './replica.ts';
import type { ServerSpec } from './slot-spec.ts';

const keptLines = 20;
const drainTimeoutMs = 30_000;

/** The servers of one slot. */
export class SlotServers {
  readonly revision: string;
  readonly #spec: ServerSpec;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #lines: string[] = [];
  #replicas: Replica[] = [];
  /** Who waits for a server to become ready, or a request to end. */
  #waiting: (() => void)[] = [];

  constructor(
    revision: string,
    spec: ServerSpec,
    env: Readonly<Record<string, string | undefined>>,
  ) {
    this.revision = revision;
    this.#spec = spec;
    this.#env = env;
  }

  get running(): number {
    return this.#replicas.filter(({ isAlive }) => isAlive).length;
  }

  get restarts(): number {
    return this.#replicas.reduce((sum, { restarts }) => sum + restarts, 0);
  }

  /** Where those that are ready answer. */
  get addresses(): readonly string[] {
    return this.#replicas.flatMap(({ address }) => address ?? []);
  }

  get inFlight(): number {
    return this.#replicas.reduce((sum, { inFlight }) => sum + inFlight, 0);
  }

  get log(): readonly string[] {
    return this.#lines;
  }

  /** Starts or ends servers until there are so many; what ends has answered what it was at. */
  scale(replicas: number): void {
    while (this.#replicas.length < replicas) {
      const options = { env: this.#env, onLine: this.#keep, onChange: this.#wake };
      this.#replicas.push(new Replica(this.#spec, options));
    }
    for (const surplus of this.#replicas.splice(replicas)) void this.#end(surplus);
  }

  /** The ready server with the fewest requests; waits a while for one that is being started again. */
  async pick(timeoutMs: number): Promise<Replica | undefined> {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const [least] = this.#replicas
        .filter(({ address }) => address !== undefined)
        .sort((a, b) => a.inFlight - b.inFlight);
      if (least !== undefined) return least;
      const leftMs = until - performance.now();
      if (leftMs <= 0 || this.#replicas.length === 0) return undefined;
      await this.#change(leftMs);
    }
  }

  /** Told when a request has ended. */
  readonly release = (replica: Replica): void => {
    replica.inFlight -= 1;
    if (replica.inFlight === 0) this.#wake();
  };

  /** Answers what there is, up to a limit, then ends all. */
  async stop(): Promise<void> {
    await Promise.all(this.#replicas.map(async (replica) => this.#end(replica)));
    this.#replicas = [];
  }

  async #end(replica: Replica): Promise<void> {
    const until = performance.now() + drainTimeoutMs;
    while (replica.inFlight > 0 && performance.now() < until) {
      await this.#change(until - performance.now());
    }
    await replica.stop();
  }

  readonly #keep = (line: string): void => {
    this.#lines.push(line);
    if (this.#lines.length > keptLines) this.#lines.shift();
  };

  readonly #wake = (): void => {
    for (const wake of this.#waiting.splice(0)) wake();
  };

  async #change(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    const late = setTimeout(resolve, timeoutMs);
    await promise;
    clearTimeout(late);
  }
}
