import type { EpochPoint, SegmentOrder, TrialResult } from '@orangery/schemas';
import type { Finished, FinishTask } from './segments/finish-training.ts';

/** What whoever gives work out is told, and is asked, while it is done. */
export interface WorkHooks {
  /** Until the work must end; asked when it begins. */
  readonly secondsLeft: () => number;
  readonly onEpoch: (point: EpochPoint, epochs: number) => void;
}

/** Does the fitting: in this process, or in others. */
export interface Executor {
  /** What each worker was pinned to, such as `core 0`. */
  readonly workers: readonly string[];
  /**
   * Runs a segment when a worker is free. Its result and files are in the store when it is told.
   * @throws the signal's reason when aborted; a trial that fails is a result
   */
  run(order: SegmentOrder, hooks: WorkHooks): Promise<TrialResult>;
  /** The last work: refit, measure, and give the artifact. */
  finish(task: FinishTask, hooks: WorkHooks): Promise<Finished>;
  /** Ends at once whatever still runs. */
  close(): Promise<void>;
}
