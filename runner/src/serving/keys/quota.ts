import type { ApiKey } from '@orangery/schemas';

export type Limits = Pick<ApiKey, 'requestsPerMinute' | 'requestsPerDay'>;

/** What one key has used: it stays small, whatever its limits are. */
export interface Usage {
  /**
   * Counts one request where the limits allow it.
   * @param now milliseconds since 1970
   * @returns milliseconds after which the next one is allowed: 0 when this one is
   */
  take(limits: Limits, now: number): number;
  /** Whether it still says something that a later request depends on. */
  matters(now: number): boolean;
}

const secondMs = 1000;
const dayMs = 86_400_000;
/** Any 60 seconds touch as many whole seconds of the clock as this. */
const secondsCounted = 61;

/**
 * Counts by the second of the clock. A minute is the current second and the 60 before it, so that no
 * 60 seconds see more than the limit; a day is that of UTC.
 */
export function createUsage(): Usage {
  const counts = new Uint32Array(secondsCounted);
  /** The second of 1970 that each count is of. */
  const seconds = new Float64Array(secondsCounted).fill(-Infinity);
  let day = { start: -Infinity, count: 0 };

  const count = (second: number): void => {
    const slot = second % secondsCounted;
    if (seconds[slot] !== second) counts[slot] = 0;
    seconds[slot] = second;
    counts[slot]! += 1;
  };
  /** A clock that was set back a little forgets nothing, one set back far forgets what lies ahead. */
  const isCounted = (slot: number, second: number): boolean =>
    Math.abs(second - seconds[slot]!) < secondsCounted;
  /** Milliseconds until a minute has room, by its oldest seconds leaving it. */
  const waitForMinute = (limit: number, now: number): number => {
    const second = Math.floor(now / secondMs);
    const total = counts.reduce((sum, of, slot) => (isCounted(slot, second) ? sum + of : sum), 0);
    if (total < limit) return 0;
    const oldest = [...counts.keys()]
      .filter((slot) => isCounted(slot, second))
      .sort((a, b) => seconds[a]! - seconds[b]!);
    let left = total;
    // that with which the last one too many leaves
    const last = oldest.find((slot) => (left -= counts[slot]!) < limit)!;
    return (seconds[last]! + secondsCounted) * secondMs - now;
  };
  const waitForDay = (limit: number, now: number): number => {
    const start = Math.floor(now / dayMs) * dayMs;
    if (start !== day.start) day = { start, count: 0 };
    return day.count < limit ? 0 : start + dayMs - now;
  };

  return {
    take: ({ requestsPerMinute = Infinity, requestsPerDay = Infinity }, now) => {
      const wait = Math.max(waitForMinute(requestsPerMinute, now), waitForDay(requestsPerDay, now));
      if (wait > 0) return wait;
      count(Math.floor(now / secondMs));
      day.count += 1;
      return 0;
    },
    matters: (now) => now - day.start < dayMs,
  };
}
