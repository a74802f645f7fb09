/** Weight of the newest dispatch in the mean. */
const weight = 0.3;

/**
 * How many requests are worth waiting for. Callers that wait for their answers before they ask again
 * come in crowds: after a batch the same number will be there soon, and a batch that starts with the
 * first of them leaves the others waiting. One caller alone is never kept waiting.
 */
export class ExpectedCrowd {
  #mean = 1;

  /** Told at each dispatch how many were in flight, the dispatched ones with them. */
  observe(inFlight: number): void {
    this.#mean += weight * (inFlight - this.#mean);
  }

  /** @param busy requests that other workers answer just now */
  worthWaitingFor(busy: number, maxBatch: number): number {
    return Math.max(1, Math.min(maxBatch, Math.floor(this.#mean + 0.5) - busy));
  }
}
