/** Thrown by `predict` for an input that cannot be used: whoever sent it is told, and nothing is wrong. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
