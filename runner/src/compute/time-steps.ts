/** How one probe went. */
export interface StepTiming {
  /** Milliseconds of one step: the median of those after the first, which prepares and compiles. */
  readonly stepMs: number;
  readonly steps: number;
}

export interface TimingOptions {
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** Counted from the end of the first step: a step cannot be cut short. */
  readonly limitMs: number;
  readonly mostSteps: number;
}

/**
 * Runs real training steps of the model at hand on the backend that computes now. It asks `isEnough`
 * after each step, ends when told so, and disposes what it made.
 */
export type BackendProbe = (isEnough: () => boolean) => Promise<void>;

/** Times the steps of a probe. One that never asks is timed as a single step. */
export async function timeSteps(
  probe: BackendProbe,
  { now, limitMs, mostSteps }: TimingOptions,
): Promise<StepTiming> {
  const startMs = now();
  const ends: number[] = [];
  await probe(() => {
    ends.push(now());
    return ends.length >= mostSteps || now() - ends[0]! >= limitMs;
  });
  if (ends.length === 0) ends.push(now());
  const durations = ends.map((end, index) => end - (ends[index - 1] ?? startMs));
  const counted = durations.length === 1 ? durations : durations.slice(1);
  return { stepMs: median(counted), steps: ends.length };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
