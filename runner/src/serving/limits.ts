/** What one server takes, and from whom. */
export interface ServingLimits {
  /** Of a request's whole body; more is answered 413. */
  readonly maxBodyBytes: number;
  /** Files in one request; more is answered 413. */
  readonly maxFiles: number;
  /** Inputs in one JSON list; more is answered 413. */
  readonly maxInputs: number;
  /** For a request to arrive, and again for its prediction; later is answered 408 and 504. */
  readonly requestTimeoutMs: number;
  /** Predictions running at the same time; more is answered 429. */
  readonly maxConcurrent: number;
  /** Web pages' origins whose scripts may call, such as `https://example.org`; none when absent. */
  readonly corsOrigins?: readonly string[];
  /** Put before every path, such as `/custom`. */
  readonly basePath?: string;
}

export const defaultServingLimits: ServingLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxFiles: 32,
  maxInputs: 1000,
  requestTimeoutMs: 30_000,
  maxConcurrent: 8,
};
