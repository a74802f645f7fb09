/** Work that has its turn, or waits for it. */
export interface QueuedWork {
  /** Settles when it has ended, or will never begin. */
  readonly ended: Promise<void>;
  /** Ends it. One that does not listen is no longer waited for after a time, and keeps its place. */
  stop(timeoutMs: number): Promise<void>;
}

type Work = (signal: AbortSignal) => Promise<void>;

/** Lets so many run at the same time, the others in their order after them. */
export class TrainingQueue {
  readonly #most: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @param work handles its own errors */
  add(work: Work): QueuedWork {
    const controller = new AbortController();
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const begin = (): void => {
      this.#running += 1;
      void work(controller.signal).finally(() => {
        this.#running -= 1;
        resolve();
        this.#next();
      });
    };
    this.#waiting.push(begin);
    this.#next();
    const stop = async (timeoutMs: number): Promise<void> => {
      controller.abort();
      const place = this.#waiting.indexOf(begin);
      if (place < 0) return atMost(ended, timeoutMs);
      this.#waiting.splice(place, 1);
      resolve();
    };
    return { ended, stop };
  }

  #next(): void {
    if (this.#running < this.#most) this.#waiting.shift()?.();
  }
}

async function atMost(ended: Promise<void>, timeoutMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, timeoutMs);
  try {
    await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
  }
}
