import type { Authorise } from '../../../../actions/access/authorise.ts';
import { applyEvent } from './apply-event.ts';
import type { SequenceEvent } from './event.ts';
import { watch } from './watch.ts';
import { plantWorld, type World } from './world.ts';

/**
 * Lets events happen one after the other, each through the real code.
 * @returns what the oracle found wrong at the first event that went wrong; none when all is well
 */
export async function runSequence(
  events: readonly SequenceEvent[],
  judge?: Authorise,
): Promise<readonly string[]> {
  const { violations } = await playSequence(events, judge);
  return [...new Set(violations)];
}

/** The same; gives the garden as it is then. */
export async function playSequence(
  events: readonly SequenceEvent[],
  judge?: Authorise,
): Promise<World> {
  const world = plantWorld(judge);
  watch(world);
  for (const event of events) {
    await applyEvent(world, event);
    if (world.violations.length > 0) break;
  }
  return world;
}
