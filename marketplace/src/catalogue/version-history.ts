import type { Interval } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { listMetrics, type MetricFacts } from './metric.ts';
import { listVersions, type ModuleVersion } from './versions.ts';
import { whiskerScale, type Measured } from './whiskers.ts';
import type { Scale } from './plot-scale.ts';

/** A version with what its figure was. */
export interface VersionRow extends ModuleVersion {
  readonly measured: Measured | undefined;
  readonly p50Ms: number | undefined;
  /** Whether its figure was measured on the data of the present version. */
  readonly isComparable: boolean;
}

/** How a module's headline figure went from version to version. */
export interface VersionHistory {
  /** Newest first. */
  readonly rows: readonly VersionRow[];
  /** The figure that is followed; none where nothing was measured. */
  readonly facts: MetricFacts | undefined;
  readonly scale: Scale | undefined;
  readonly hasLatency: boolean;
}

export const historyWidth = 140;

/** Every version with its changes and its figure, from all receipts and reports, those of older weights too. */
export function versionHistory(module: Module): VersionHistory {
  const versions = listVersions(module);
  const metric = listMetrics(
    versions.find(({ metrics }) => metrics !== undefined)?.metrics ?? {},
  )[0];
  const present = versions.find(({ datasetFingerprint }) => datasetFingerprint !== undefined);
  const rows = versions.map((version) => ({
    ...version,
    measured: measuredOf(module, version, metric?.name),
    p50Ms: module.reports.find((one) => one.module.version === version.version)?.latency.p50Ms,
    isComparable: version.datasetFingerprint === present?.datasetFingerprint,
  }));
  const all = rows.flatMap(({ measured }) => (measured === undefined ? [] : [measured]));
  const hasScale = metric !== undefined && all.length > 1;
  return {
    rows,
    facts: all.length > 0 ? metric?.facts : undefined,
    scale: hasScale ? whiskerScale(all, metric.facts, historyWidth) : undefined,
    hasLatency: rows.some(({ p50Ms }) => p50Ms !== undefined),
  };
}

function measuredOf(
  module: Module,
  { version, metrics, run }: ModuleVersion,
  name = '',
): Measured | undefined {
  const value = metrics?.[name];
  return value === undefined
    ? undefined
    : { value, interval: intervalOf(module, name, { version, run }) };
}

function intervalOf(
  { reports, receipts }: Module,
  name: string,
  { version, run }: { readonly version: string; readonly run: string | undefined },
): Interval | undefined {
  const report = reports.find((one) => one.module.version === version);
  const receipt = receipts.find((one) => one.run === run);
  return (report ?? receipt)?.intervals[name];
}
