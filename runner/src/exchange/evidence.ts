import type {
  Baseline,
  BenchmarkReport,
  ClassificationDetails,
  Comparison,
  DatasetRecord,
  EvaluationDetails,
  Intervals,
  Metrics,
  Receipt,
} from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';

/** What a module's records say about the weights it has now. */
export interface Evidence {
  /** The training that made these weights. */
  readonly receipt: Receipt | undefined;
  /** The newest benchmark of these weights. */
  readonly report: BenchmarkReport | undefined;
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly baseline: Baseline | undefined;
  /** Further models measured on the same data. */
  readonly comparisons: readonly Comparison[];
  readonly details: EvaluationDetails | undefined;
  readonly classification: ClassificationDetails | undefined;
  /** The data the metrics were measured on. */
  readonly dataset: DatasetRecord | undefined;
  /** Examples the metrics were measured on. */
  readonly testExamples: number | undefined;
}

/**
 * Finds the records that speak of a module's present weights; those of older weights are left aside.
 * A report outranks the receipt, and both outrank figures that the front matter states alone.
 */
export function findEvidence({ frontMatter, receipts, reports }: Module): Evidence {
  const sha256 = frontMatter.artifact?.sha256;
  const receipt = receipts.find((one) => one.artifact.sha256 === sha256);
  const report = reports.find((one) => sha256 === undefined || one.artifactSha256 === sha256);
  const source = report ?? receipt;
  const isHeldOut = report?.heldOut !== 'all';
  return {
    receipt,
    report,
    metrics: source?.metrics ?? frontMatter.metrics ?? {},
    intervals: source?.intervals ?? {},
    baseline: source?.baseline,
    comparisons: report?.comparisons ?? receipt?.comparisons ?? [],
    details: report?.details ?? receipt?.details,
    classification: report?.classification ?? receipt?.classification,
    dataset: source?.dataset,
    testExamples: isHeldOut ? receipt?.split.test : report?.dataset.examples,
  };
}
