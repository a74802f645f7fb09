import type { DeploymentState, HostStage } from '@orangery/schemas';
import type { HostFolders, SlotTargetName } from '../host/host-folders.ts';
import type { Journal } from '../host/journal.ts';
import type { HostWorld } from '../host/materialise.ts';
import type { StageId, Step } from '../reconcile/slots.ts';
import type { SlotTarget } from '../slot-target.ts';
import type { WantedStage } from '../wanted-stage.ts';

/** Whoever deploys: on what, for whom, and who is told. */
export interface Deployer {
  readonly targetName: SlotTargetName;
  /** Where stages answer, such as `http://127.0.0.1:8080`. */
  readonly address: string;
  /** What runs the slots; ends what it waits for when the signal aborts. */
  readonly openTarget: (signal: AbortSignal) => SlotTarget;
  readonly folders: HostFolders;
  readonly journal: Journal;
  readonly world: HostWorld;
  /** Whether only this machine reaches what is deployed. */
  readonly isLoopback: boolean;
  /** Told what is being done to a stage. */
  readonly onProgress: (event: DeploymentProgress) => void;
  /** Told of each moment at which a switch may be broken off; for tests. */
  readonly onMoment?: (moment: string) => void;
  /** Until servers are ready; 120 seconds when absent. */
  readonly readyTimeoutMs?: number;
}

export interface DeploymentProgress extends StageId {
  readonly step: Step['kind'] | 'wait';
  readonly state: 'begins' | 'done' | 'failed';
  /** What it is about, in a few words. */
  readonly text: string;
  readonly seconds?: number;
}

/** One stage that is to become as it is wanted. */
export interface StageOrder extends StageId {
  /** Null to end it. */
  readonly wanted: WantedStage | null;
  readonly act: NonNullable<DeploymentState['act']>;
  /** Who asks for it. */
  readonly actor: string;
  /** GitHub user name of whose it is. */
  readonly owner: string;
  /** Whether what failed is tried again at once. */
  readonly isRetried: boolean;
  /** What the host is to remember of this order, before anything is done; by whoever holds the lock of the stage. */
  readonly remember?: (before: HostStage) => HostStage;
}

export type StageOutcome =
  | { readonly kind: 'unchanged'; readonly state: DeploymentState | null }
  | { readonly kind: 'changed'; readonly state: DeploymentState }
  /** Something failed; what served before serves on. */
  | { readonly kind: 'failed'; readonly state: DeploymentState; readonly error: unknown };

/** A switch under way, by whoever holds the lock of the stage. */
export interface Switching {
  readonly order: StageOrder;
  /** With what somebody on the host has said. */
  readonly wanted: WantedStage | null;
  readonly deployer: Deployer;
  readonly target: SlotTarget;
  /** Also of the lock. */
  readonly signal: AbortSignal;
}
