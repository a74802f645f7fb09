import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deploymentsFolder, type HostFolders } from './host-folders.ts';
import { listHostStages, readHostStage } from './host-stage.ts';
import { exportFolder } from './materialise.ts';

/** Somebody may have exported a module that no stage has yet. */
const keptForMs = 24 * 3_600_000;

/**
 * Removes exported modules that no stage has, a day after they were last taken. They are exported again from
 * their commit when one is wanted; the result of a training is kept as long as a stage can go back to it.
 * @param now milliseconds since 1970
 */
export async function pruneModules(folders: HostFolders, now: number): Promise<void> {
  const folder = join(deploymentsFolder(folders), 'modules');
  // nothing was exported yet
  const names = await readdir(folder).catch(() => [] as string[]);
  const used = await usedFolders(folders);
  for (const name of names) {
    const path = join(folder, name);
    // somebody else is at it
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
    if (used.has(path) || now - mtimeMs < keptForMs) continue;
    await rm(path, { recursive: true, force: true });
  }
}

async function usedFolders(folders: HostFolders): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const target of ['process', 'compose'] as const) {
    for (const id of await listHostStages(folders, target)) {
      const { slots, history } = await readHostStage(folders, target, id);
      for (const slot of slots) used.add(slot.folder);
      const results = history.filter(({ source }) => 'receipt' in source);
      for (const version of results) used.add(exportFolder(version, folders));
    }
  }
  return used;
}
