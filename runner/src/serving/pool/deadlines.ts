/** What has an end, in milliseconds of `performance.now()`. */
export interface Expiring {
  readonly expiresAt: number;
}

/**
 * One timer for many that all have the same time: the first to come is the first to expire. A timer
 * of each request's own would cost more than the rest of its way.
 */
export class Deadlines<One extends Expiring> {
  readonly #expire: (one: One) => void;
  readonly #running = new Set<One>();
  #timer: NodeJS.Timeout | undefined;

  constructor(expire: (one: One) => void) {
    this.#expire = expire;
  }

  add(one: One): void {
    this.#running.add(one);
    this.#timer ??= setTimeout(this.#look, Math.max(0, one.expiresAt - performance.now()));
  }

  delete(one: One): void {
    this.#running.delete(one);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #look = (): void => {
    const now = performance.now();
    this.#timer = undefined;
    for (const one of this.#running) {
      // timers may fire a little early
      if (one.expiresAt > now + 1) {
        this.#timer = setTimeout(this.#look, one.expiresAt - now);
        return;
      }
      this.#running.delete(one);
      this.#expire(one);
    }
  };
}
