import type { HostStage } from '@orangery/schemas';

const firstPauseMs = 30_000;
const longestPauseMs = 60 * 60_000;

/**
 * What failed and is not to be tried again yet: the pauses double with every attempt.
 * @param now milliseconds since 1970
 */
export function blockedRevisions({ failed }: HostStage, now: number): ReadonlySet<string> {
  const blocked = failed.filter(({ at, attempts }) => {
    const pauseMs = Math.min(firstPauseMs * 2 ** (attempts - 1), longestPauseMs);
    return now < Date.parse(at) + pauseMs;
  });
  return new Set(blocked.map(({ revision }) => revision));
}
