import type { JobState, KnobValue, TrainingCheck } from '@orangery/schemas';
import type { Price } from '../requests/price.ts';

/** A job as its comment shows it. */
export interface JobView {
  readonly job: string;
  readonly state: JobState['state'];
  readonly price?: Price;
  readonly runner?: string;
  readonly backend?: string;
  /** What the first look at the data said. */
  readonly check?: Pick<TrainingCheck, 'format' | 'odds' | 'prediction'>;
  readonly scoreName?: string;
  /** Of the trial that was best or latest, by pass. */
  readonly curves: readonly Curve[];
  readonly trials: readonly TrialRow[];
  readonly bestTrial?: number;
  readonly minutesLeft?: number;
  readonly usedMinutes?: number;
  /** What came of it, or why not. */
  readonly message?: string;
  readonly result?: readonly MetricRow[];
  readonly updatedAt?: string;
}

export interface Curve {
  readonly trial: number;
  readonly scores: readonly number[];
}

export interface TrialRow {
  readonly trial: number;
  readonly status: string;
  readonly epochs: number;
  readonly score?: number;
  readonly knobs: Readonly<Record<string, KnobValue>>;
}

/** A metric of the result beside the parent's and the trivial baseline's. */
export interface MetricRow {
  readonly name: string;
  readonly value: number;
  readonly interval?: readonly [lower: number, upper: number];
  readonly parent?: number;
  readonly baseline?: number;
}

/** A job that nothing is known of yet but that it was asked for. */
export function newView(job: string, price?: Price): JobView {
  return { job, state: 'queued', curves: [], trials: [], ...(price !== undefined && { price }) };
}
