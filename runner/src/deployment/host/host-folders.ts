import { join } from 'node:path';
import type { StageId } from '../reconcile/slots.ts';

/** Where a host keeps what it deploys. */
export interface HostFolders {
  /** The clone, whose commits modules are taken from. */
  readonly repository: string;
  /** Of this host; everything below its `deployments/` is ours. */
  readonly state: string;
  readonly cache: string;
  readonly cacheBytes?: number;
}

/** What runs deployments, each with a state of its own. */
export type SlotTargetName = 'process' | 'compose';

export function deploymentsFolder({ state }: Pick<HostFolders, 'state'>): string {
  return join(state, 'deployments');
}

/** Of a target: its stages and its edge. */
export function targetFolder(folders: HostFolders, target: SlotTargetName): string {
  return join(deploymentsFolder(folders), target);
}

export function stageFolder(
  folders: HostFolders,
  target: SlotTargetName,
  { deployment, stage }: StageId,
): string {
  return join(targetFolder(folders, target), 'stages', deployment, stage);
}

/** Paths below which a stage answers: a deployment's name, and `staging` below it. */
export function basePathOf({ deployment, stage }: StageId): string {
  return stage === 'production' ? `/${deployment}` : `/${deployment}/staging`;
}

/** Names a stage in messages. */
export function stageName({ deployment, stage }: StageId): string {
  return `${deployment} ${stage}`;
}
