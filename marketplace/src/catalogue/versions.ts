import type { BenchmarkReport, Metrics, Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';

/** One version of a module, and how good it was. */
export interface ModuleVersion {
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date?: string;
  readonly changes?: string;
  readonly artifactSha256?: string;
  readonly metrics?: Metrics;
  /** Of the data that was measured on: figures of one fingerprint can be compared. */
  readonly datasetFingerprint?: string;
  /** Run that made its weights. */
  readonly run?: string;
}

/**
 * Every version that the changelog or a report names, newest first, with the figures that were measured of
 * it. A report names its version; a receipt is of the version whose weights it made, or whose changelog line
 * names its run.
 */
export function listVersions(module: Module): readonly ModuleVersion[] {
  const { version, changelog = [] } = module.frontMatter;
  const reported = module.reports.map((report) => report.module.version);
  const names = new Set([version, ...changelog.map((line) => line.version), ...reported]);
  return [...names].sort((a, b) => compareVersions(b, a)).map((name) => describe(module, name));
}

function describe(module: Module, version: string): ModuleVersion {
  const line = module.frontMatter.changelog?.find((change) => change.version === version);
  const report = module.reports.find((one) => one.module.version === version);
  const receipt = findReceipt(module, version, report, line?.changes);
  const source = report ?? receipt;
  const isPresent = version === module.frontMatter.version;
  const stated = isPresent ? module.frontMatter.metrics : undefined;
  const sha256 =
    report?.artifactSha256 ??
    receipt?.artifact.sha256 ??
    (isPresent ? module.frontMatter.artifact?.sha256 : undefined);
  const metrics = source?.metrics ?? stated;
  return {
    version,
    ...(line !== undefined && { date: line.date, changes: line.changes }),
    ...(sha256 !== undefined && { artifactSha256: sha256 }),
    ...(metrics !== undefined && { metrics }),
    ...(source !== undefined && { datasetFingerprint: source.dataset.fingerprint }),
    ...(receipt !== undefined && { run: receipt.run }),
  };
}

function findReceipt(
  { frontMatter, receipts }: Module,
  version: string,
  report: BenchmarkReport | undefined,
  changes = '',
): Receipt | undefined {
  const present = version === frontMatter.version ? frontMatter.artifact?.sha256 : undefined;
  const sha256 = report?.artifactSha256 ?? present;
  return (
    receipts.find(({ artifact }) => artifact.sha256 === sha256) ??
    receipts.find(({ run }) => changes.includes(run))
  );
}

/** Order of semantic versions (semver.org, 11): a pre-release comes before its release. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('+')[0]!);
  const [mainA = '', ...preA] = left!.split('-');
  const [mainB = '', ...preB] = right!.split('-');
  const order = compareParts(mainA, mainB);
  if (order !== 0) return order;
  if (preA.length === 0 || preB.length === 0) return preB.length - preA.length;
  return compareParts(preA.join('-'), preB.join('-'));
}

function compareParts(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = comparePart(one, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers by size and before words; words letter by letter. */
function comparePart(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [a, b].map((part) => /^\d+$/.test(part));
  if (isNumber && isOtherNumber) return Number(a) - Number(b);
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}
