/** How much one training asked for over HTTP may use. */
export interface TrainingLimits {
  readonly maxHours: number;
  readonly maxTrials: number;
  /** Trials at a time. */
  readonly width: number;
  /** Of data behind a link, before it is unpacked. */
  readonly maxBytes: number;
  /** Left free on the disk; a training does not begin with less. */
  readonly minFreeBytes: number;
}

export const defaultTrainingLimits: TrainingLimits = {
  maxHours: 1,
  maxTrials: 50,
  width: 1,
  maxBytes: 1024 ** 3,
  minFreeBytes: 1024 ** 3,
};
