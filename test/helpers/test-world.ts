import type { ProgressEvent } from '../../runner/src/progress.ts';
import type { World } from '../../runner/src/world.ts';

export interface TestWorld extends World {
  readonly events: readonly ProgressEvent[];
  /** What was logged, each with its level before it. */
  readonly log: readonly string[];
}

/** A world that keeps what it is told. */
export function testWorld(world: Partial<World> = {}): TestWorld {
  const events: ProgressEvent[] = [];
  const log: string[] = [];
  return {
    now: Date.now,
    signal: new AbortController().signal,
    logger: {
      debug: (message) => log.push(`debug: ${message}`),
      info: (message) => log.push(`info: ${message}`),
      warn: (message) => log.push(`warn: ${message}`),
    },
    report: (event) => events.push(event),
    ...world,
    events,
    log,
  };
}
