import { toFailure, type HostStage } from '@orangery/schemas';
import { changeHostStage, readHostStage } from '../host/host-stage.ts';
import { materialise } from '../host/materialise.ts';
import { stageName } from '../host/host-folders.ts';
import type { SlotName } from '../reconcile/slots.ts';
import { checkModule } from './check-module.ts';
import type { Switching } from './switch-order.ts';

type HostSlot = HostStage['slots'][number];
/** What a slot's servers are started from. */
type SlotParts = Pick<HostSlot, 'folder' | 'image' | 'containers'>;

/**
 * Has what a slot's servers are started from: the exported module, and the image where there are images.
 * @param slot with the image that it had, which is taken again where it is still there
 * @throws Failure of the export and of the build
 */
export async function prepareParts(
  { run, replicas, image: known }: Pick<HostSlot, 'run' | 'replicas' | 'image'>,
  { order, target, deployer, signal }: Switching,
): Promise<SlotParts> {
  const folder = await materialise(run, deployer.folders, { ...deployer.world, signal });
  deployer.onMoment?.('start: exported');
  await checkModule({ folder, run, replicas }, deployer.targetName);
  const slot = { folder, run, ...(known !== undefined && { image: known }) };
  const { image, containers } = await target.prepare(order, slot);
  deployer.onMoment?.('start: prepared');
  return {
    folder,
    ...(image !== undefined && { image }),
    ...(containers !== undefined && { containers: [...containers] }),
  };
}

/**
 * Has them again where somebody has removed them. What cannot be had is told: the servers may do without it.
 * @returns the state of the host after that
 */
export async function restoreParts(slot: SlotName, switching: Switching): Promise<HostStage> {
  const { order, deployer } = switching;
  const { folders, targetName } = deployer;
  const before = await readHostStage(folders, targetName, order);
  const entry = before.slots.find((one) => one.slot === slot);
  if (entry === undefined) return before;
  const parts = await prepareParts(entry, switching).catch((error: unknown) => {
    tell(`what slot ${slot} is started from`, error, switching);
    return {};
  });
  return changeHostStage(folders, targetName, order, (host) => ({
    ...host,
    slots: host.slots.map((one) => (one.slot === slot ? { ...one, ...parts } : one)),
  }));
}

/** Starts slots again before another version is tried; what cannot be started is told, and does not keep that back. */
export async function startAgain(slots: readonly SlotName[], switching: Switching): Promise<void> {
  const { order, target } = switching;
  for (const slot of slots) {
    try {
      await target.run(order, await restoreParts(slot, switching));
    } catch (error) {
      tell(`starting slot ${slot} again`, error, switching);
    }
  }
}

function tell(what: string, error: unknown, { order, deployer, signal }: Switching): void {
  signal.throwIfAborted();
  deployer.world.logger.warn(`${stageName(order)}: ${what}: ${toFailure(error).message}`);
}
