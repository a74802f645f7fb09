import { toFailure, type DeploymentState, type HostStage } from '@orangery/schemas';
import { basePathOf } from '../host/host-folders.ts';
import { readHostStage } from '../host/host-stage.ts';
import { slotNames } from '../reconcile/slots.ts';
import type { Version } from '../wanted-stage.ts';
import type { Deployer, Switching } from './switch-order.ts';

/** How the stage is now; null where it never ran. */
export async function servingState(switching: Switching): Promise<DeploymentState | null> {
  const { order, deployer } = switching;
  const host = await readHostStage(deployer.folders, deployer.targetName, order);
  const main = mainSlot(host);
  if (main !== undefined) {
    const { run, image } = main;
    return stateOf(run, switching, { health: 'healthy', ...(image !== undefined && { image }) });
  }
  const last = host.history.at(-1);
  if (last === undefined) return null;
  return stateOf(last, switching, { health: switching.wanted === null ? 'stopped' : 'unhealthy' });
}

/** The slot with most of the requests. */
export function mainSlot({ slots, percents }: HostStage): HostStage['slots'][number] | undefined {
  const [most] = slotNames
    .filter((slot) => (percents[slot] ?? 0) > 0)
    .sort((a, b) => percents[b]! - percents[a]!);
  return slots.find(({ slot }) => slot === most);
}

export function stateOf(
  { module, source }: Version,
  { order, deployer }: Switching,
  facts: Pick<DeploymentState, 'health'> & Partial<DeploymentState>,
): DeploymentState {
  const { deployment, stage, owner, actor } = order;
  const { address, targetName, isLoopback, world } = deployer;
  return {
    ...{ schema: 'deployment-state/1', at: new Date(world.now()).toISOString() },
    ...{ deployment, stage, module, owner, actor, target: targetName, ...source },
    ...(isReached(address, isLoopback) &&
      facts.health !== 'stopped' && { address: `${address}${basePathOf(order)}/` }),
    ...facts,
  };
}

/** Records tell of addresses that others reach. */
function isReached(address: string, isLoopback: boolean): boolean {
  return !isLoopback && address.startsWith('https://');
}

/** What runs goes on, whether or not its record can be kept. */
export async function keepRecord(
  state: DeploymentState,
  { journal, world }: Deployer,
): Promise<void> {
  await journal.append(state).catch((error: unknown) => {
    world.logger.warn(`The deployment record could not be kept: ${toFailure(error).message}`);
  });
}
