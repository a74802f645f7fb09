import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, hashRecord, type HostStage } from '@orangery/schemas';
import { readRecord, writeRecord } from '@orangery/schemas/files';
import type { StageId } from '../reconcile/slots.ts';
import type { Version, WantedStage } from '../wanted-stage.ts';
import {
  stageFolder,
  targetFolder,
  type HostFolders,
  type SlotTargetName,
} from './host-folders.ts';

const empty: HostStage = {
  ...{ schema: 'host-stage/1', slots: [], percents: {}, failed: [], history: [] },
};

/**
 * What this host remembers of a stage; of one it never had, that there is nothing.
 * @throws Failure FILE_INVALID
 */
export async function readHostStage(
  folders: HostFolders,
  target: SlotTargetName,
  stage: StageId,
): Promise<HostStage> {
  const path = join(stageFolder(folders, target, stage), 'stage.json');
  return readRecord('hostStage', path).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'FILE_MISSING') return empty;
    throw error;
  });
}

/** Changes it, whole or not at all. Whoever calls holds the lock of the stage. */
export async function changeHostStage(
  folders: HostFolders,
  target: SlotTargetName,
  stage: StageId,
  change: (before: HostStage) => HostStage,
): Promise<HostStage> {
  const after = change(await readHostStage(folders, target, stage));
  await writeRecord(join(stageFolder(folders, target, stage), 'stage.json'), after);
  return after;
}

/** Every stage that this host has had. */
export async function listHostStages(
  folders: HostFolders,
  target: SlotTargetName,
): Promise<readonly StageId[]> {
  const folder = join(targetFolder(folders, target), 'stages');
  // nothing was deployed yet
  const names = await readdir(folder).catch(() => [] as string[]);
  const found: StageId[] = [];
  for (const deployment of names.sort()) {
    const stages = await readdir(join(folder, deployment));
    for (const stage of ['production', 'staging'] as const) {
      if (stages.includes(stage)) found.push({ deployment, stage });
    }
  }
  return found;
}

/** What the file wants to run, to see whether it changes; who may call and how many copies may. */
export function wishOf(wanted: WantedStage | null): string {
  if (wanted === null) return hashRecord({ runs: null });
  const { module, source, canary = null } = wanted;
  return hashRecord({ module, source, canary });
}

/** What is wanted when what somebody on the host has said is heeded, as long as it holds. */
export function heedHold(wanted: WantedStage | null, { hold }: HostStage): WantedStage | null {
  if (wanted === null || hold === undefined || hold.against !== wishOf(wanted)) return wanted;
  if (hold.version === undefined) return null;
  const { canary: _, ...rest } = wanted;
  return { ...rest, ...hold.version };
}

const mostHistory = 20;

/** Adds a version that got the requests, unless it is the latest. */
export function withHistory(stage: HostStage, { module, source }: Version): HostStage {
  const latest = stage.history.at(-1);
  if (latest !== undefined && isSameVersion(latest, { module, source })) return stage;
  return { ...stage, history: [...stage.history, { module, source }].slice(-mostHistory) };
}

export function isSameVersion(a: Version, b: Version): boolean {
  return hashRecord({ ...a.module, ...a.source }) === hashRecord({ ...b.module, ...b.source });
}

/** `seed-classifier@1.0.0`. */
export function nameVersion({ module }: Pick<Version, 'module'>): string {
  return `${module.id}@${module.version}`;
}
