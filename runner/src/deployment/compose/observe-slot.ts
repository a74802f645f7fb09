import type { SlotName } from '../reconcile/slots.ts';
import type { ObservedSlot } from '../slot-target.ts';
import { runDocker, type EngineOptions } from './compose.ts';
import type { SlotContainer } from './containers.ts';

export interface FoundSlot {
  readonly slot: SlotName;
  readonly all: readonly SlotContainer[];
  readonly parts: readonly string[];
}

/**
 * A slot by its containers. A copy is a server of the slot's own and one of each container module: as many are
 * alive as of whatever there is least of.
 * @param all containers of the slot, at least one
 * @param parts container modules that it has beside its own servers
 */
export async function observeSlot(
  { slot, all, parts }: FoundSlot,
  engine: EngineOptions,
): Promise<ObservedSlot> {
  const kinds = [undefined, ...parts].map((part) => all.filter((one) => one.part === part));
  const alive = kinds.map((ones) => ones.filter(({ isRunning }) => isRunning).length);
  const areAlive = kinds.every((ones) => ones.length > 0) && all.every((one) => one.isRunning);
  return {
    ...{ slot, revision: all[0]!.revision, running: Math.min(...alive) },
    // what the engine found some seconds ago says nothing of a part that was started since
    isReady: areAlive && (await areReady(kinds[0]!, parts.length > 0, engine)),
    restarts: all.reduce((sum, { restarts }) => sum + restarts, 0),
  };
}

/** Asked at once: the engine looks every five seconds. */
async function areReady(
  containers: readonly SlotContainer[],
  isAskedAnew: boolean,
  engine: EngineOptions,
): Promise<boolean> {
  for (const { id, isHealthy } of containers) {
    if (isHealthy && !isAskedAnew) continue;
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
