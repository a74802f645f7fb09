import { setTimeout } from 'node:timers/promises';
import type { Clock } from './append-records.ts';

/** The clock of this machine. */
export function realClock(signal: AbortSignal): Clock {
  return {
    now: Date.now,
    pause: async (milliseconds) => {
      await setTimeout(milliseconds, undefined, { signal });
    },
  };
}
