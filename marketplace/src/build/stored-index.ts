import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '@orangery/schemas/files';
import type { IndexedModule } from '../catalogue/indexed-module.ts';
import { viewModule, type ModuleView } from '../catalogue/module-view.ts';
import { summariseRecords } from '../catalogue/records.ts';
import { findRelatives, makeIndex, type ModuleIndex } from '../catalogue/relatives.ts';
import type { Site } from '../catalogue/site.ts';
import type { Surroundings } from '../catalogue/surroundings.ts';
import {
  readStored,
  type ModulePlaces,
  type StoredFolder,
  type StoredModule,
} from './stored-module.ts';

/** What is kept between builds of all folders of `modules/`. */
export interface StoredIndex {
  /** Of the code and settings that made it; what another made is worth nothing. */
  readonly key: string;
  readonly folders: Readonly<Record<string, StoredFolder>>;
}

/** All that pages and files are made from. */
export interface SiteIndex {
  /** Every module that is shown, sorted by id. */
  readonly modules: readonly IndexedModule[];
  readonly byRelation: ModuleIndex;
  /** Of the code and settings that everything is made by. */
  readonly key: string;
  /** A hash of all that is shown of a module: its page and files are the same as long as it is. */
  readonly keyOf: (id: string) => string;
  /** Words that a module is found by. */
  readonly textOf: (id: string) => string;
  readonly viewOf: (id: string) => ModuleView;
}

const indexFile = (store: string): string => join(store, 'index.json');

/** @returns null when there is none, or nobody can read it */
export async function readStoredIndex(store: string): Promise<StoredIndex | null> {
  try {
    // written by writeStoredIndex
    return JSON.parse(await readFile(indexFile(store), 'utf8')) as StoredIndex;
  } catch {
    // a first build has none; a broken one is made anew
    return null;
  }
}

export async function writeStoredIndex(store: string, index: StoredIndex): Promise<void> {
  await writeWhole(indexFile(store), JSON.stringify(index));
}

/** Makes the folder for what is kept, empty when it was made by other code or settings. */
export async function prepareStore(store: string, key: string): Promise<StoredIndex> {
  const kept = await readStoredIndex(store);
  if (kept?.key === key) return kept;
  await rm(store, { recursive: true, force: true });
  await mkdir(join(store, 'modules'), { recursive: true });
  const empty = { key, folders: {} };
  // a marketplace without modules has no other
  await writeStoredIndex(store, empty);
  return empty;
}

export interface SiteParts extends ModulePlaces {
  readonly stored: StoredIndex;
  readonly surroundings: Surroundings;
  readonly site: Site;
  readonly store: string;
}

interface ShownFolder {
  readonly shown: StoredModule;
  readonly source: string | undefined;
}

/** Joins what was kept of the folders with what machines have written since. */
export function makeSiteIndex(parts: SiteParts): SiteIndex {
  const { stored, surroundings, site } = parts;
  const recordsOf = summariseRecords(surroundings.log);
  const kept = new Map<string, ShownFolder>();
  for (const [id, { shown, source }] of Object.entries(stored.folders)) {
    if (shown !== undefined) kept.set(id, { shown, source });
  }
  const modules = [...kept.values()]
    .map(({ shown: { indexed } }) => ({
      ...indexed,
      records: recordsOf(indexed.id, indexed.entry.version),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const byRelation = makeIndex(modules);
  const siteKey = JSON.stringify([stored.key, site]);
  const storedOf = (id: string): ShownFolder => {
    const found = kept.get(id);
    if (found === undefined) throw new Error(`${id} is not shown`);
    return found;
  };
  return {
    modules,
    byRelation,
    key: siteKey,
    keyOf: (id) => {
      const indexed = byRelation.byId.get(id)!;
      const parent = indexed.entry.parent && byRelation.byId.get(indexed.entry.parent.id)?.figures;
      const relatives = findRelatives(indexed, byRelation);
      const shown = [siteKey, storedOf(id).shown.digest, indexed, parent ?? null, relatives];
      return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
    },
    textOf: (id) => storedOf(id).shown.text,
    viewOf: (id) => viewModule(readStored(id, storedOf(id), parts), byRelation),
  };
}
