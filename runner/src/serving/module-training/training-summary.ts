import type { Baseline, Metrics, Receipt } from '@orangery/schemas';

/** What a caller is told of a training that is done. */
export interface TrainingSummary {
  /** The module that was trained, and its version. */
  readonly module: string;
  readonly version: string;
  readonly run: string;
  /** Name of the folder that holds the result, a module. */
  readonly name: string;
  /** On held-out data. */
  readonly metrics: Metrics;
  /** A trivial model's, on the same data. */
  readonly baseline: Baseline;
  /** Whether the score that trials are compared by is higher than the baseline's. */
  readonly better: boolean;
  readonly seconds: number;
}

/**
 * The part of a receipt that a caller is told.
 * @param scoreName metric that decides, where higher is better; the first when absent
 */
export function summarizeTraining(
  { run, request, metrics, baseline, observed }: Receipt,
  name: string,
  scoreName = Object.keys(metrics)[0]!,
): TrainingSummary {
  const { id: module, version } = request.module;
  const trivial = baseline.metrics[scoreName];
  const better = trivial !== undefined && (metrics[scoreName] ?? 0) > trivial;
  return { module, version, run, name, metrics, baseline, better, seconds: observed.seconds };
}
