import { join } from 'node:path';
import type { Problem } from '@orangery/schemas';
import { listModuleFolders } from '@orangery/schemas/files';
import { folderState } from './folder-state.ts';
import { inSource, type ModulePlaces, type WantedFolder } from './stored-module.ts';

export interface ListedPlaces {
  /** Sorted by id. */
  readonly folders: readonly WantedFolder[];
  /** Links, and names that two repositories have given. */
  readonly problems: readonly Problem[];
}

/**
 * Lists the folders of the marketplace and of its sources. A name is an address and what others refer to, so
 * that none is changed: two repositories that have the same are told.
 */
export async function listFolders({ root, sources }: ModulePlaces): Promise<ListedPlaces> {
  const own = await listModuleFolders(root);
  const problems: Problem[] = [...own.problems];
  const folders = new Map<string, WantedFolder>();
  for (const id of own.ids) {
    folders.set(id, { id, state: folderState(join(root, 'modules', id)) });
  }
  for (const { name, folder, commit } of sources) {
    const listed = await listModuleFolders(folder);
    problems.push(...listed.problems.map((problem) => inSource(problem, name)));
    for (const id of listed.ids) {
      const twin = folders.get(id);
      if (twin !== undefined) problems.push(sameName(id, name, twin.source));
      const state = `${commit} ${folderState(join(folder, 'modules', id))}`;
      folders.set(id, { id, state, source: name });
    }
  }
  const sorted = [...folders.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { folders: sorted, problems };
}

function sameName(id: string, source: string, twin: string | undefined): Problem {
  return {
    file: `${source}: modules/${id}`,
    pointer: '',
    expected: 'a name that no other repository has given',
    found: `modules/${id} in ${twin ?? 'this marketplace'} too`,
    hint: 'Rename one of them, or leave a source out of orangery.config.yml.',
  };
}
