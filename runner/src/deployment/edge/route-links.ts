import { mkdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { slotNames, type Percents, type SlotName, type StageId } from '../reconcile/slots.ts';

/** The slot with most of the requests, and a second one with its share. */
export interface Shares {
  readonly live?: SlotName;
  readonly canary?: { readonly slot: SlotName; readonly percent: number };
}

export function sharesOf(percents: Percents): Shares {
  const [live, second] = slotNames
    .filter((slot) => (percents[slot] ?? 0) > 0)
    .sort((a, b) => percents[b]! - percents[a]!);
  return {
    ...(live !== undefined && { live }),
    ...(second !== undefined && { canary: { slot: second, percent: percents[second]! } }),
  };
}

export function percentsOf({ live, canary }: Shares): Percents {
  return {
    ...(live !== undefined && { [live]: 100 - (canary?.percent ?? 0) }),
    ...(canary !== undefined && { [canary.slot]: canary.percent }),
  };
}

/**
 * Sends a stage's requests elsewhere: the edge follows two links for every request, and each is put in
 * place by a rename.
 * @param routes folder of all stages
 */
export async function linkRoutes(routes: string, stage: StageId, shares: Shares): Promise<void> {
  const folder = await makeStage(routes, stage);
  const { live, canary } = shares;
  await writeFile(join(folder, 'canary-percent'), String(canary?.percent ?? 0));
  await point(folder, 'canary', canary?.slot);
  await point(folder, 'live', live);
}

/** Where requests go now. */
export async function readRoutes(routes: string, stage: StageId): Promise<Shares> {
  const folder = join(routes, stage.deployment, stage.stage);
  const [live, canary] = await Promise.all([
    readPoint(folder, 'live'),
    readPoint(folder, 'canary'),
  ]);
  // not written before the first canary
  const percent = Number(await readFile(join(folder, 'canary-percent'), 'utf8').catch(() => '0'));
  return {
    ...(live !== undefined && { live }),
    ...(canary !== undefined && percent > 0 && { canary: { slot: canary, percent } }),
  };
}

export async function removeRoutes(routes: string, { deployment, stage }: StageId): Promise<void> {
  await rm(join(routes, deployment, stage), { recursive: true, force: true });
}

/** A folder for each slot with a file of its name in it: behind a link, only one of them is there. */
async function makeStage(routes: string, { deployment, stage }: StageId): Promise<string> {
  const folder = join(routes, deployment, stage);
  for (const slot of slotNames) {
    await mkdir(join(folder, 'at', slot), { recursive: true });
    await writeFile(join(folder, 'at', slot, slot), '');
  }
  return folder;
}

async function point(folder: string, name: string, slot: SlotName | undefined): Promise<void> {
  const path = join(folder, name);
  if (slot === undefined) {
    await rm(path, { force: true });
    return;
  }
  if ((await readPoint(folder, name)) === slot) return;
  const fresh = `${path}.tmp`;
  // left by somebody who was killed; one at a time works on a stage
  await rm(fresh, { force: true });
  await symlink(join('at', slot), fresh);
  await rename(fresh, path);
}

async function readPoint(folder: string, name: string): Promise<SlotName | undefined> {
  // no link, no requests
  const target = await readlink(join(folder, name)).catch(() => '');
  return slotNames.find((slot) => slot === basename(target));
}
