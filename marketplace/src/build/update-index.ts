import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, formatProblem, type Problem } from '@orangery/schemas';
import { checkRelations, readModule } from '@orangery/schemas/files';
import { listFolders } from './list-folders.ts';
import { readFolders } from './read-folders.ts';
import { prepareStore, writeStoredIndex, type StoredIndex } from './stored-index.ts';
import {
  inSource,
  rootOf,
  storedFile,
  type ModulePlaces,
  type ReadPlace,
  type StoredFolder,
} from './stored-module.ts';

export interface UpdateOptions extends ReadPlace {
  /** Of the code that reads. */
  readonly code: string;
  /** Receives how many folders have changed and will be read. */
  readonly onFolders?: (changed: number) => void;
  /** Receives how many changed folders are read, of how many. */
  readonly onRead?: (done: number, all: number) => void;
}

/**
 * Reads what has changed below `modules/`, here and in the sources, since the last time, and checks what modules
 * say of each other.
 * @throws Failure MODULE_INVALID with every problem of every module, FILE_MISSING
 */
export async function updateIndex({
  code,
  onFolders,
  onRead,
  ...place
}: UpdateOptions): Promise<StoredIndex> {
  const sources = place.sources.map(({ name, visibility, repository }) => {
    return [name, visibility, repository ?? null];
  });
  const key = hash([code, place.base, place.access, place.isInternal, sources]);
  const kept = await prepareStore(place.store, key);
  const listed = await listFolders(place);
  const ids = listed.folders.map(({ id }) => id);
  const changed = listed.folders.filter(({ id, state, source }) => {
    return kept.folders[id]?.state !== state || kept.folders[id].source !== source;
  });
  onFolders?.(changed.length);
  const read = await readFolders(changed, place, (done) => onRead?.(done, changed.length));
  const problems: Problem[] = [...listed.problems];
  const fresh = new Map<string, StoredFolder>();
  for (const found of read) {
    if (found.kind === 'valid') fresh.set(found.id, found.folder);
    else problems.push(...found.problems);
  }
  const folders = Object.fromEntries(
    ids.flatMap((id) => {
      const folder = fresh.get(id) ?? (isInvalid(id, read) ? undefined : kept.folders[id]);
      return folder === undefined ? [] : [[id, folder]];
    }),
  );
  problems.push(...(await relationProblems(folders, ids, place)));
  if (problems.length > 0) throw invalid(problems);
  const index = { key, folders };
  if (changed.length > 0 || Object.keys(kept.folders).length !== ids.length) {
    await writeStoredIndex(place.store, index);
    await removeOthers(index, place.store);
  }
  return index;
}

function isInvalid(
  id: string,
  read: readonly { readonly kind: string; readonly id: string }[],
): boolean {
  return read.some((found) => found.id === id && found.kind === 'invalid');
}

async function relationProblems(
  folders: StoredIndex['folders'],
  ids: readonly string[],
  places: ModulePlaces,
): Promise<readonly Problem[]> {
  const related = Object.entries(folders).map(([id, { related: frontMatter }]) => ({
    id,
    frontMatter,
  }));
  const found = checkRelations(related, new Set(ids));
  return Promise.all(
    found.map(async ({ id, problem }) => {
      // read again, because only its text tells the line
      const source = folders[id]?.source;
      const root = rootOf(places, source);
      const module = await readModule(join(root, 'modules', id), root);
      const file = `modules/${id}/module.md`;
      const located = module.kind === 'valid' ? module.locate(problem) : { ...problem, file };
      return inSource(located, source);
    }),
  );
}

function invalid(problems: readonly Problem[]): Failure {
  const sorted = problems.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  const message = `The catalogue cannot be built:\n${sorted.map(formatProblem).join('\n')}`;
  return new Failure('MODULE_INVALID', message, { problems: sorted });
}

/** Removes what was kept of modules that have changed or gone. */
async function removeOthers(index: StoredIndex, store: string): Promise<void> {
  const wanted = new Set(
    Object.entries(index.folders).flatMap(([id, { shown }]) =>
      shown === undefined ? [] : [basename(storedFile(store, id, shown.digest))],
    ),
  );
  const files = await readdir(join(store, 'modules'));
  const others = files.filter((file) => !wanted.has(file));
  await Promise.all(others.map((file) => rm(join(store, 'modules', file), { force: true })));
}

function hash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
