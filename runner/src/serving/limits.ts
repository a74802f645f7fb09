/** What one server takes, and from whom. */
export interface ServingLimits {
  /** Of a request's whole body; more is answered 413. */
  readonly maxBodyBytes: number;
  /** Bodies that may be in memory at the same time; more is answered 429. */
  readonly maxBytesInFlight: number;
  /** Files in one request; more is answered 413. */
  readonly maxFiles: number;
  /** Inputs in one JSON list or tensor; more is answered 413. */
  readonly maxInputs: number;
  /** For a request to arrive, and again for its prediction; later is answered 408 and 504. */
  readonly requestTimeoutMs: number;
  /** Web pages' origins whose scripts may call, such as `https://example.org`; none when absent. */
  readonly corsOrigins?: readonly string[];
  /** Put before every path, such as `/custom`. */
  readonly basePath?: string;
}

export const defaultServingLimits: ServingLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxBytesInFlight: 256 * 1024 * 1024,
  maxFiles: 32,
  maxInputs: 1000,
  requestTimeoutMs: 30_000,
};

/** How one model is served. */
export interface ModelLimits {
  /** Threads or processes that hold the model. */
  readonly workers: number;
  /** Most inputs that are predicted together. */
  readonly maxBatch: number;
  /** Longest wait for a fuller batch, and only where others are likely to come. */
  readonly maxDelayMs: number;
  /** Requests that may wait; more are answered 429. */
  readonly maxQueue: number;
  /** Requests whose answers are kept and given again; none when 0. */
  readonly cachedRequests: number;
}

export const defaultModelLimits: ModelLimits = {
  workers: 1,
  maxBatch: 32,
  maxDelayMs: 5,
  maxQueue: 256,
  cachedRequests: 0,
};
