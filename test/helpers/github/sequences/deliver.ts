import { Failure } from '@orangery/schemas';
import type { Trouble } from './event.ts';
import { judgeState } from './oracle/judge-state.ts';
import type { Delivered, World } from './world.ts';

/** Hands events to the real code, at once when there are several, and has the oracle look at what comes of it. */
export async function deliver(
  world: World,
  all: readonly Delivered[],
  trouble?: Trouble,
): Promise<void> {
  world.delivered.push(...all.filter((one) => !world.delivered.includes(one)));
  world.underway = all.flatMap(({ utterances }) => utterances.map(({ source }) => source));
  await attempt(world, trouble, () =>
    Promise.all(all.map(({ event }) => world.deeds.handle(event))),
  );
  world.underway = [];
}

/** Does something of ours with or without trouble; only trouble excuses a failure. */
export async function attempt(
  world: World,
  trouble: Trouble | undefined,
  act: () => Promise<unknown>,
): Promise<void> {
  Object.assign(world, { trouble: trouble ?? null, requests: 0 });
  try {
    await act();
  } catch (error) {
    const isExcused =
      error instanceof Failure && trouble !== undefined && trouble.at <= world.requests;
    if (!isExcused) world.violations.push(`it threw ${String(error)}`);
  }
  world.trouble = null;
  world.violations.push(...judgeState(world));
}
