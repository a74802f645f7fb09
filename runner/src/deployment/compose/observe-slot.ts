import type { SlotName } from '../reconcile/slots.ts';
import type { ObservedSlot } from '../slot-target.ts';
import { runDocker, type EngineOptions } from './compose.ts';
import type { SlotContainer } from './containers.ts';

/**
 * A slot by its containers. A copy is a server of the slot's own and one of each container module: as many are
 * alive as of whatever there is least of.
 * @param all containers of the slot, at least one
 */
export async function observeSlot(
  slot: SlotName,
  all: readonly SlotContainer[],
  engine: EngineOptions,
): Promise<ObservedSlot> {
  const kinds = [...Map.groupBy(all, ({ part }) => part).values()];
  const alive = kinds.map((ones) => ones.filter(({ isRunning }) => isRunning).length);
  const own = all.filter(({ part }) => part === undefined);
  const areAlive = all.every(({ isRunning }) => isRunning);
  return {
    ...{ slot, revision: all[0]!.revision },
    running: own.length === 0 ? 0 : Math.min(...alive),
    isReady: areAlive && (await areReady(own, engine)),
    restarts: all.reduce((sum, { restarts }) => sum + restarts, 0),
  };
}

/** Asked at once: the engine looks every five seconds. */
async function areReady(
  containers: readonly SlotContainer[],
  engine: EngineOptions,
): Promise<boolean> {
  for (const { id, isHealthy } of containers) {
    if (isHealthy) continue;
    const check = ['exec', id, 'node', '/orangery/runner/image/serve/health.mjs'];
    const isReady = await runDocker(check, engine).then(
      () => true,
      () => false,
    );
    engine.signal.throwIfAborted();
    if (!isReady) return false;
  }
  return containers.length > 0;
}
