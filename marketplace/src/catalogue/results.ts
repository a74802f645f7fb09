import { verifyRecords } from '@orangery/runner/provenance';
import type { Access, BenchmarkReport, Interval, Metrics, Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { listMetrics } from './metric.ts';

/** One benchmark of a module's present weights, as a leaderboard needs it: small, kept for all modules. */
export interface Result {
  readonly benchmark: string;
  readonly task: string;
  /** Of the data it was measured on. */
  readonly dataset: { readonly fingerprint: string; readonly name: string };
  /** Which examples of the data: the fingerprint of the receipt's split, or `all`. */
  readonly part: string;
  readonly testExamples: number | undefined;
  /** The first figures in the order they are shown. */
  readonly metrics: Metrics;
  /** 95 % interval of the first figure. */
  readonly interval: Interval | undefined;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly artifactBytes: number;
  /** Backend, processor and GPU in words. */
  readonly hardware: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly standing: Standing;
}

/** Only what a listed runner signed ranks; what does not hold is shown nowhere. */
export type Standing =
  | { readonly kind: 'signed'; readonly runner: string }
  | { readonly kind: 'consistent' }
  | { readonly kind: 'broken' };

const mostMetrics = 3;

/** The benchmarks of the weights a module has now, and whether their chain holds. */
export async function findResults(module: Module, access: Access): Promise<readonly Result[]> {
  const sha256 = module.frontMatter.artifact?.sha256;
  const reports = module.reports.filter((one) => one.artifactSha256 === sha256);
  if (reports.length === 0) return [];
  const receipt = module.receipts.find((one) => one.artifact.sha256 === sha256);
  const standing = await findStanding(module, access);
  return reports.map((report) => resultOf(report, receipt, standing));
}

function resultOf(
  report: BenchmarkReport,
  receipt: Receipt | undefined,
  standing: Standing,
): Result {
  const shown = listMetrics(report.metrics).slice(0, mostMetrics);
  const isHeldOut = report.heldOut !== 'all';
  return {
    benchmark: report.benchmark,
    task: report.dataset.recipe ?? 'other',
    dataset: { fingerprint: report.dataset.fingerprint, name: nameData(report) },
    part: isHeldOut ? (receipt?.split.fingerprint ?? 'unknown') : 'all',
    testExamples: isHeldOut ? receipt?.split.test : report.dataset.examples,
    metrics: Object.fromEntries(shown.map(({ name, value }) => [name, value])),
    interval: report.intervals[shown[0]?.name ?? ''],
    p50Ms: report.latency.p50Ms,
    p95Ms: report.latency.p95Ms,
    artifactBytes: report.artifactBytes,
    hardware: nameHardware(report),
    measuredAt: report.measuredAt,
    standing,
  };
}

async function findStanding(module: Module, access: Access): Promise<Standing> {
  const verification = await verifyRecords(module, access);
  if (verification.kind === 'failed') return { kind: 'broken' };
  if (verification.level === 'consistent') return { kind: 'consistent' };
  return { kind: 'signed', runner: verification.runner };
}

/** The last part of the first link, as people name files; nothing of private data but that it is so. */
function nameData({ dataset }: BenchmarkReport): string {
  const link = dataset.sources[0]?.link;
  if (dataset.visibility === 'private' || link === undefined) return 'private data';
  const last = link
    .split(/[?#]/)[0]!
    .split('/')
    .findLast((part) => part !== '');
  return last ?? link;
}

function nameHardware({ environment }: BenchmarkReport): string {
  const { backend, processor, gpu, cores } = environment;
  return [backend, gpu ?? `${processor}, ${cores} cores`].join(' on ');
}
