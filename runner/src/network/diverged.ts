/** A trial whose loss is no longer a number; the run goes on with the next one. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';

  constructor(epoch: number) {
    super(`The loss is not a number in epoch ${epoch}`);
  }
}
