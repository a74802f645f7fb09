/** A recording with one channel. */
export interface Recording {
  /** −1…1. */
  readonly samples: Float32Array;
  /** Samples a second. */
  readonly sampleRate: number;
}
