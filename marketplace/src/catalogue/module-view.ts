import type { CatalogueEntry } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { findEvidence, type Evidence } from './evidence.ts';
import type { Figures } from './indexed-module.ts';
import type { Origin } from './origin.ts';
import type { ModuleRecords } from './records.ts';
import { findRelatives, type ModuleIndex, type Relatives } from './relatives.ts';

/** Everything the site knows of one module: what its page and its files are made from, and nothing else. */
export interface ModuleView {
  readonly module: Module;
  readonly entry: CatalogueEntry;
  readonly evidence: Evidence;
  /** Of the parent's present version, when it is shown here. */
  readonly parent: Figures | undefined;
  readonly relatives: Relatives;
  readonly records: ModuleRecords;
  /** Absent of a public module of the marketplace itself. */
  readonly origin?: Origin;
}

/** @throws Error when the index does not hold the module */
export function viewModule(module: Module, index: ModuleIndex): ModuleView {
  const indexed = index.byId.get(module.id);
  if (indexed === undefined) throw new Error(`${module.id} is not in the index`);
  const { entry, records, origin } = indexed;
  return {
    module,
    entry,
    evidence: findEvidence(module),
    parent: entry.parent && index.byId.get(entry.parent.id)?.figures,
    relatives: findRelatives(indexed, index),
    records,
    ...(origin !== undefined && { origin }),
  };
}
