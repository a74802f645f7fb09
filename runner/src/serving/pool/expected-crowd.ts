/** Weight of the newest peak in the mean. */
const weight = 0.3;

/**
 * How many requests are worth waiting for. Callers that wait for their answers before they ask again
 * come in crowds: after a batch the same number will be there soon, and a batch that starts with the
 * first of them leaves the others waiting. Nor should it be all of them, or the server would stand
 * still while the worker works, and the worker while answers and next requests travel: each worker
 * gets a part, and one part is on its way. One caller alone is never kept waiting.
 */
export class ExpectedCrowd {
  #mean = 1;
  #peak = 0;
  #hasCome = false;

  /** Told at each arrival how many are in flight: those that wait and those that are worked on. */
  see(inFlight: number): void {
    this.#peak = Math.max(this.#peak, inFlight);
    this.#hasCome = true;
  }

  /** Told after each batch how many are still in flight: what was most until then is one more sample. */
  answered(inFlight: number): void {
    if (this.#hasCome) this.#mean += weight * (this.#peak - this.#mean);
    this.#peak = inFlight;
    this.#hasCome = false;
  }

  worthWaitingFor(workers: number, maxBatch: number): number {
    return Math.max(1, Math.min(maxBatch, Math.round(this.#mean / (workers + 1))));
  }
}
