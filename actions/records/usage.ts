import type { JobState, RecordLog, UsageLine } from '@orangery/schemas';
import type { Account } from '../github/entities.ts';

/** What a person has of machines. */
export interface Usage {
  /** Reserved or settled in the week, and reserved before it and not settled. */
  readonly usedMinutes: number;
  readonly activeJobs: number;
}

/** @param now milliseconds since 1970 */
export function usageOf(log: RecordLog, who: Pick<Account, 'id' | 'login'>, now: number): Usage {
  const own = [...latestUsage(log).values()].filter((line) => isOf(line, who));
  const active = own.filter(({ kind }) => kind === 'reserved');
  const from = startOfWeek(now);
  const counted = own.filter(({ at, kind }) => kind === 'reserved' || Date.parse(at) >= from);
  return {
    usedMinutes: counted.reduce((sum, { gpuMinutes }) => sum + gpuMinutes, 0),
    activeJobs: active.length,
  };
}

/** The latest line of each job: what it has reserved, or used. */
export function latestUsage(log: RecordLog): ReadonlyMap<string, UsageLine> {
  return new Map(log.usage.map((line) => [line.job, line]));
}

/** The latest line of each job. */
export function latestJobs(log: RecordLog): ReadonlyMap<string, JobState> {
  return new Map(log.jobState.map((line) => [line.job, line]));
}

/** A name can change hands; the id counts, where a line has it. */
function isOf(
  { asker, askerId }: UsageLine,
  { id, login }: Pick<Account, 'id' | 'login'>,
): boolean {
  return askerId === undefined ? asker === login : askerId === id;
}

/** Monday, 0:00 UTC. */
export function startOfWeek(now: number): number {
  const day = new Date(now);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() - sinceMonday);
}
