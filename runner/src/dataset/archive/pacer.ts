const longestTurnMs = 20;

/** Lets other work have its turn during much synchronous work: a lock's sign of life, Ctrl-C. */
export class Pacer {
  readonly #signal: AbortSignal;
  #restedAt = performance.now();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether to wait for `rest`. */
  get isDue(): boolean {
    return performance.now() - this.#restedAt > longestTurnMs;
  }

  /** @throws what the signal was aborted with */
  async rest(): Promise<void> {
    await new Promise<void>(nextTurn);
    this.#signal.throwIfAborted();
    this.#restedAt = performance.now();
  }
}

function nextTurn(done: () => void): void {
  // a page's worker has no setImmediate, which is the faster
  if (typeof setImmediate === 'function') setImmediate(done);
  else setTimeout(done, 0);
}
