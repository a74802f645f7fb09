import type { CatalogueEntry, Change, Metrics } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { describeModule } from './describe-module.ts';
import { findEvidence } from './evidence.ts';
import type { Origin } from './origin.ts';
import { noRecords, type ModuleRecords } from './records.ts';
import type { Result } from './results.ts';

/** A module's figures, and what they were measured on. */
export interface Figures {
  readonly metrics: Metrics;
  readonly datasetFingerprint: string | undefined;
  readonly splitFingerprint: string | undefined;
}

/** What other modules' pages and the lists need to know of a module: small, kept for all of them. */
export interface IndexedModule {
  readonly id: string;
  readonly entry: CatalogueEntry;
  readonly figures: Figures;
  readonly supersededBy: string | undefined;
  /** Modules that a pipeline is made of, in its order. */
  readonly steps: readonly string[];
  readonly records: ModuleRecords;
  /** What changed in its versions, as it says. */
  readonly changelog: readonly Change[];
  /** What leaderboards show of it. */
  readonly results: readonly Result[];
  /** Absent of a public module of the marketplace itself. */
  readonly origin?: Origin;
}

/** What is known of a module beside its folder. */
export type Known = Pick<IndexedModule, 'records' | 'results' | 'origin'>;

const nothing: Known = { records: noRecords, results: [] };

/** @param base path of the site below its address */
export function indexModule(
  module: Module,
  base: string,
  { records, results, origin }: Known = nothing,
): IndexedModule {
  const { supersededBy, pipeline, changelog = [] } = module.frontMatter;
  const { metrics, dataset, receipt } = findEvidence(module);
  return {
    id: module.id,
    entry: {
      ...describeModule(module, base),
      ...(origin?.isPrivate === true && { visibility: 'private' }),
      ...(origin?.source !== undefined && { source: origin.source.name }),
    },
    figures: {
      metrics,
      datasetFingerprint: dataset?.fingerprint,
      splitFingerprint: receipt?.split.fingerprint,
    },
    supersededBy,
    steps: [...new Set((pipeline?.steps ?? []).map((step) => step.module))],
    records,
    changelog,
    results,
    ...(origin !== undefined && { origin }),
  };
}
