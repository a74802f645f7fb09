import type { Pausable } from '../../../runner/src/serving/module-training/index.ts';

/** Counts how long a training stands still. */
export class TimedPausable implements Pausable {
  stoppedMs = 0;
  readonly #pausable: Pausable;
  #stoppedAt: number | undefined;

  constructor(pausable: Pausable) {
    this.#pausable = pausable;
  }

  stop(): void {
    this.#stoppedAt ??= performance.now();
    this.#pausable.stop();
  }

  go(): void {
    if (this.#stoppedAt !== undefined) this.stoppedMs += performance.now() - this.#stoppedAt;
    this.#stoppedAt = undefined;
    this.#pausable.go();
  }
}
