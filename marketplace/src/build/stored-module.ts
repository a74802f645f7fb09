import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Access, Problem } from '@orangery/schemas';
import { readModule, type Module, type RelatedModule } from '@orangery/schemas/files';
import { indexModule, type IndexedModule } from '../catalogue/indexed-module.ts';
import { noRecords } from '../catalogue/records.ts';
import { findResults } from '../catalogue/results.ts';
import { searchedText } from '../catalogue/searched-text.ts';

/** What is kept of a module that everybody may see, so that its folder is read once. */
export interface StoredModule {
  readonly indexed: IndexedModule;
  /** Words that it is found by. */
  readonly text: string;
  /** SHA-256 of all that the site shows of its folder. */
  readonly digest: string;
}

/** A folder of `modules/` as it was when it was read. */
export interface StoredFolder {
  readonly state: string;
  readonly related: RelatedModule['frontMatter'];
  /** Absent of a private module, of which nothing is kept. */
  readonly shown?: StoredModule;
}

export type ReadFolder =
  | { readonly kind: 'valid'; readonly id: string; readonly folder: StoredFolder }
  | { readonly kind: 'invalid'; readonly id: string; readonly problems: readonly Problem[] };

export interface ReadPlace {
  /** Holds `modules/`. */
  readonly root: string;
  /** Path of the site below its address. */
  readonly base: string;
  /** Folder for what is kept. */
  readonly store: string;
  /** Whose signatures rank. */
  readonly access: Access;
}

/** Reads and checks a module's folder and keeps what the site shows of it. */
export async function readFolder(
  id: string,
  state: string,
  { root, base, store, access }: ReadPlace,
): Promise<ReadFolder> {
  const found = await readModule(join(root, 'modules', id), root);
  if (found.kind === 'invalid') return { kind: 'invalid', id, problems: found.problems };
  const { module } = found;
  const related = relatedOf(module);
  if (module.frontMatter.visibility === 'private') {
    return { kind: 'valid', id, folder: { state, related } };
  }
  const { folder: _, ...kept } = module;
  const json = JSON.stringify(kept);
  const digest = createHash('sha256').update(json).digest('hex');
  writeFileSync(storedFile(store, id, digest), json);
  const results = await findResults(module, access);
  // what machines record of it changes without its folder, and is added when the site is built
  const indexed = indexModule(module, base, { records: noRecords, results });
  const shown = { indexed, text: searchedText(module), digest };
  return { kind: 'valid', id, folder: { state, related, shown } };
}

/** The module as it was read; it was checked then. */
export function readStored(
  id: string,
  digest: string,
  { root, store }: Pick<ReadPlace, 'root' | 'store'>,
): Module {
  const json = readFileSync(storedFile(store, id, digest), 'utf8');
  // written by readFolder, by the same code
  const kept = JSON.parse(json) as Omit<Module, 'folder'>;
  return { ...kept, folder: join(root, 'modules', id) };
}

/** Named by content: a file is never written anew, and an older index still finds its own. */
export function storedFile(store: string, id: string, digest: string): string {
  return join(store, 'modules', `${id}@${digest.slice(0, 16)}.json`);
}

function relatedOf({ frontMatter }: Module): RelatedModule['frontMatter'] {
  const { version, runtime, artifact, parent, supersededBy, status, pipeline, visibility } =
    frontMatter;
  return { version, runtime, artifact, parent, supersededBy, status, pipeline, visibility };
}
