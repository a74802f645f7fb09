/** What one request may bring. */
export interface BodyLimits {
  /** In all; more is answered 413. */
  readonly maxBodyBytes: number;
  /** Files of a form; more is answered 413. */
  readonly maxFiles: number;
}

/** Levels of JSON; what is deeper could end the stack of whoever walks through it. */
export const deepestJson = 100;
