import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Access, Problem } from '@orangery/schemas';
import { readModule, type Module, type RelatedModule } from '@orangery/schemas/files';
import { indexModule, type IndexedModule } from '../catalogue/indexed-module.ts';
import type { Origin, Source } from '../catalogue/origin.ts';
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
  /** Name of the source it lies in; absent of the marketplace itself. */
  readonly source?: string;
  /** Absent of a private module, of which nothing is kept unless the catalogue is internal. */
  readonly shown?: StoredModule;
}

export type ReadFolder =
  | { readonly kind: 'valid'; readonly id: string; readonly folder: StoredFolder }
  | { readonly kind: 'invalid'; readonly id: string; readonly problems: readonly Problem[] };

/** Where folders of modules lie. */
export interface ModulePlaces {
  /** Holds `modules/`. */
  readonly root: string;
  readonly sources: readonly Source[];
}

export interface ReadPlace extends ModulePlaces {
  /** Path of the site below its address. */
  readonly base: string;
  /** Folder for what is kept. */
  readonly store: string;
  /** Whose signatures rank. */
  readonly access: Access;
  /** Whether what is private is kept and shown too. */
  readonly isInternal: boolean;
}

/** A folder to read. */
export interface WantedFolder {
  readonly id: string;
  /** As it was found. */
  readonly state: string;
  /** Name of its source; absent of the marketplace itself. */
  readonly source?: string;
}

/** The folder that holds the `modules/` of a source, or of the marketplace itself. */
export function rootOf({ root, sources }: ModulePlaces, source: string | undefined): string {
  if (source === undefined) return root;
  const found = sources.find(({ name }) => name === source);
  if (found === undefined) throw new Error(`${source} is not among the sources`);
  return found.folder;
}

/** Reads and checks a module's folder and keeps what the site shows of it. */
export async function readFolder(
  { id, state, source }: WantedFolder,
  place: ReadPlace,
): Promise<ReadFolder> {
  const { base, store, access, isInternal } = place;
  const root = rootOf(place, source);
  const found = await readModule(join(root, 'modules', id), root);
  if (found.kind === 'invalid') {
    const problems = found.problems.map((problem) => inSource(problem, source));
    return { kind: 'invalid', id, problems };
  }
  const { module } = found;
  const origin = originOf(module, source, place);
  const visibility = origin.isPrivate ? 'private' : 'public';
  const related = { ...relatedOf(module), visibility } as const;
  const known = { state, related, ...(source !== undefined && { source }) };
  if (origin.isPrivate && !isInternal) return { kind: 'valid', id, folder: known };
  const { folder: _, ...kept } = module;
  const json = JSON.stringify(kept);
  const digest = createHash('sha256').update(json).digest('hex');
  writeFileSync(storedFile(store, id, digest), json);
  const results = await findResults(module, access);
  // what machines record of it changes without its folder, and is added when the site is built
  const isPlain = source === undefined && !origin.isPrivate;
  const records = noRecords;
  const indexed = indexModule(module, base, { records, results, ...(!isPlain && { origin }) });
  const shown = { indexed, text: searchedText(module), digest };
  return { kind: 'valid', id, folder: { ...known, shown } };
}

/** Messages name the source before the file. */
export function inSource(problem: Problem, source: string | undefined): Problem {
  return source === undefined ? problem : { ...problem, file: `${source}: ${problem.file}` };
}

/** A module is private by its own word, or by that of its source. */
function originOf(
  { frontMatter }: Module,
  name: string | undefined,
  { sources }: ModulePlaces,
): Origin {
  const source = sources.find((one) => one.name === name);
  const isPrivate = [frontMatter.visibility, source?.visibility].includes('private');
  if (source === undefined) return { isPrivate };
  const { commit, repository } = source;
  return {
    source: { name: source.name, commit, ...(repository !== undefined && { repository }) },
    isPrivate,
  };
}

/** The module as it was read; it was checked then. */
export function readStored(
  id: string,
  { shown, source }: { readonly shown: StoredModule; readonly source?: string | undefined },
  place: ModulePlaces & Pick<ReadPlace, 'store'>,
): Module {
  const json = readFileSync(storedFile(place.store, id, shown.digest), 'utf8');
  // written by readFolder, by the same code
  const kept = JSON.parse(json) as Omit<Module, 'folder'>;
  return { ...kept, folder: join(rootOf(place, source), 'modules', id) };
}

/** Named by content: a file is never written anew, and an older index still finds its own. */
export function storedFile(store: string, id: string, digest: string): string {
  return join(store, 'modules', `${id}@${digest.slice(0, 16)}.json`);
}

function relatedOf({ frontMatter }: Module): RelatedModule['frontMatter'] {
  const { version, runtime, artifact, parent, supersededBy, status, pipeline } = frontMatter;
  return { version, runtime, artifact, parent, supersededBy, status, pipeline };
}
