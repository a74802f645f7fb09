import type { HostStage } from '@orangery/schemas';
import { basePathOf } from '../host/host-folders.ts';
import { listHostStages, readHostStage } from '../host/host-stage.ts';
import type { StageId } from '../reconcile/slots.ts';
import { mainSlot } from '../switch/stage-states.ts';
import type { Deployer } from '../switch/switch-order.ts';
import type { Source } from '../wanted-stage.ts';

/** A stage as a person wants to see it. */
export interface ListedStage extends StageId {
  readonly target: string;
  /** `seed-classifier@1.0.0`; absent where nothing runs. */
  readonly module?: string;
  readonly source?: Source;
  readonly health: 'healthy' | 'unhealthy' | 'stopped';
  readonly copies: { readonly running: number; readonly wanted: number };
  /** Where it answers. */
  readonly address?: string;
  /** A second version and its share. */
  readonly canary?: { readonly module: string; readonly percent: number };
  /** What somebody on the host has asked for. */
  readonly hold?: HostStage['hold'];
  /** The latest thing that failed. */
  readonly failed?: string;
}

/** All that this host has been told to run. */
export async function listDeployments(deployer: Deployer): Promise<readonly ListedStage[]> {
  const ids = await listHostStages(deployer.folders, deployer.targetName);
  return Promise.all(ids.map(async (id) => describe(id, deployer)));
}

async function describe(id: StageId, deployer: Deployer): Promise<ListedStage> {
  const { folders, targetName, address, world } = deployer;
  const host = await readHostStage(folders, targetName, id);
  const { slots } = await deployer.openTarget(world.signal).observe(id);
  const main = mainSlot(host);
  const found = slots.find(({ slot }) => slot === main?.slot);
  const second = host.slots.find(
    ({ slot }) => slot !== main?.slot && (host.percents[slot] ?? 0) > 0,
  );
  const running = found?.running ?? 0;
  const isHealthy = main !== undefined && running > 0 && found?.isReady === true;
  const failed = host.failed.at(-1)?.message;
  return {
    ...{ deployment: id.deployment, stage: id.stage, target: targetName },
    ...(main !== undefined && { module: nameOf(main), source: main.run.source }),
    health: isHealthy ? 'healthy' : main === undefined ? 'stopped' : 'unhealthy',
    copies: { running, wanted: main?.replicas ?? 0 },
    ...(main !== undefined && { address: `${address}${basePathOf(id)}/` }),
    ...(second !== undefined && {
      canary: { module: nameOf(second), percent: host.percents[second.slot]! },
    }),
    ...(host.hold !== undefined && { hold: host.hold }),
    ...(failed !== undefined && { failed }),
  };
}

function nameOf({ run }: HostStage['slots'][number]): string {
  return `${run.module.id}@${run.module.version}`;
}
