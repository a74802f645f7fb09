/** What one request may bring. */
export interface BodyLimits {
  /** In all; more is answered 413. */
  readonly maxBodyBytes: number;
  /** Files of a form; more is answered 413. */
  readonly maxFiles: number;
}
