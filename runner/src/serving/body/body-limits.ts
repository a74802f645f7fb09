/** What one request may bring. */
export interface BodyLimits {
  /** In all; more is answered 413. */
  readonly maxBodyBytes: number;
  /** Files of a form; more is answered 413. */
  readonly maxFiles: number;
}

/** Fields of a form; more is answered 413. */
export const mostFields = 1000;

/** Levels of JSON; what is deeper could end the stack of whoever walks through it. */
export const deepestJson = 100;

/**
 * Lists, objects and their names in a JSON body; more is answered 413. Numbers and texts in lists do not
 * count: they are handed on many times as fast.
 */
export const mostJsonParts = 250_000;
