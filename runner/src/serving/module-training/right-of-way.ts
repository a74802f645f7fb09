/** Work that can be held up at any moment. */
export interface Pausable {
  stop(): void;
  go(): void;
}

/** Time as it passes; replaced by tests. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls once, after so many milliseconds. @returns calls it off */
  after(ms: number, call: () => void): () => void;
}

export interface RightOfWayOptions {
  /** Part of the time that work gets however many predictions there are. */
  readonly share?: number;
  /** How long it gets its turn then. */
  readonly turnMs?: number;
  /** How long it is still held up when the last prediction has been answered. */
  readonly holdMs?: number;
  readonly clock?: Clock;
}

const defaults = { share: 0.2, turnMs: 50, holdMs: 0 };

/**
 * Predictions go first: trainings stand still while one is in flight. Where predictions follow each
 * other without a pause trainings get short turns, so that they end some day.
 */
export class RightOfWay {
  readonly #options: Required<RightOfWayOptions>;
  readonly #trainings = new Set<Pausable>();
  #inFlight = 0;
  #isStopped = false;
  #isTurn = false;
  /** Time that trainings have a claim to, at the moment of `#countedAt`. */
  #owedMs = 0;
  #countedAt: number;
  #callOff: (() => void) | undefined;

  constructor(options: RightOfWayOptions = {}) {
    this.#options = { ...defaults, clock: realClock, ...options };
    this.#countedAt = this.#options.clock.now();
  }

  /** @returns ends its part in it; it goes on then */
  add(training: Pausable): () => void {
    this.#trainings.add(training);
    if (this.#isStopped) training.stop();
    else if (this.#inFlight > 0 && !this.#isTurn) this.#stop();
    return () => {
      if (this.#trainings.delete(training)) training.go();
      if (this.#trainings.size === 0) this.#go();
    };
  }

  /** A prediction has come. */
  enter(): void {
    this.#inFlight += 1;
    if (this.#trainings.size > 0 && this.#inFlight === 1 && !this.#isTurn) this.#stop();
  }

  /** It has been answered. */
  leave(): void {
    this.#inFlight -= 1;
    if (this.#inFlight > 0 || !this.#isStopped) return;
    const { holdMs } = this.#options;
    if (holdMs === 0) this.#go();
    else this.#next(Math.min(holdMs, this.#untilTurn()), () => this.#go());
  }

  #stop(): void {
    if (!this.#isStopped) {
      this.#count();
      this.#isStopped = true;
      for (const training of this.#trainings) training.stop();
    }
    this.#next(this.#untilTurn(), () => this.#giveTurn());
  }

  #go(): void {
    this.#count();
    this.#isStopped = false;
    this.#isTurn = false;
    this.#callOff?.();
    for (const training of this.#trainings) training.go();
  }

  #giveTurn(): void {
    this.#go();
    this.#isTurn = true;
    this.#next(this.#options.turnMs, () => {
      this.#isTurn = false;
      if (this.#inFlight > 0) this.#stop();
    });
  }

  /** Until so much is owed that a turn pays it. */
  #untilTurn(): number {
    this.#count();
    const { share, turnMs } = this.#options;
    return Math.max(0, (turnMs * (1 - share) - this.#owedMs) / share);
  }

  #count(): void {
    const { clock, share } = this.#options;
    const passedMs = clock.now() - this.#countedAt;
    this.#countedAt += passedMs;
    const gain = this.#isStopped ? share * passedMs : -(1 - share) * passedMs;
    this.#owedMs = Math.max(0, this.#owedMs + gain);
  }

  #next(ms: number, call: () => void): void {
    this.#callOff?.();
    this.#callOff = this.#options.clock.after(ms, call);
  }
}

const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
