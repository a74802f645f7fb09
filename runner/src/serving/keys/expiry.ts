import type { ApiKey } from '@orangery/schemas';

const dayMs = 86_400_000;

/**
 * When a key ends, in milliseconds since 1970: a day at its end in UTC, a moment then. Infinity where
 * it never ends; undefined where the day or moment does not exist, such as February 30.
 */
export function endOfKey({ expires }: Pick<ApiKey, 'expires'>): number | undefined {
  if (expires === undefined) return Infinity;
  const start = Date.parse(expires);
  // JavaScript takes some days that do not exist for the first ones of the next month
  const exists =
    !Number.isNaN(start) && new Date(start).toISOString().startsWith(expires.slice(0, 10));
  if (!exists) return undefined;
  return expires.length === 10 ? start + dayMs : start;
}

/** What cannot be understood has ended. */
export function hasEnded(key: Pick<ApiKey, 'expires'>, now: number): boolean {
  return now >= (endOfKey(key) ?? -Infinity);
}
