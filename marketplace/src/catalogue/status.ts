import type { Access, JobState, RunnerState, UsageLine } from '@orangery/schemas';
import type { RecordLog } from '@orangery/schemas/files';
import { latestStages, type StageState } from './records.ts';

/** What machines are doing, as they have recorded it. */
export interface Status {
  /** Of the newest line, ISO 8601. */
  readonly asOf: string;
  readonly deployments: readonly StageState[];
  /** Newest first, those that have not ended before the others. */
  readonly jobs: readonly JobState[];
  readonly runners: readonly RunnerState[];
  readonly teams: readonly TeamUsage[];
  /** Monday and Sunday of the week of the newest line, YYYY-MM-DD. */
  readonly week: readonly [string, string];
  /** Lines of modules that are not shown here, older jobs, and lines that could not be read. */
  readonly left: { readonly hidden: number; readonly older: number; readonly skipped: number };
  /** What could not be read, file and line first. */
  readonly problems: RecordLog['problems'];
}

/** GPU minutes of a team in one week. */
export interface TeamUsage {
  readonly team: string;
  readonly usedMinutes: number;
  /** Set aside for jobs that have not ended. */
  readonly reservedMinutes: number;
  /** People who used or reserved some. */
  readonly people: number;
  /** Most that one of them used and reserved. */
  readonly mostMinutes: number;
  /** What one person of the team may use a week; no limit where none is set. */
  readonly budgetMinutes: number | undefined;
}

const mostJobs = 50;

/**
 * The newest state of everything that machines have recorded; null when they have recorded nothing. Jobs
 * and deployments of modules that are not shown are counted, not named.
 */
export function summariseStatus(
  log: RecordLog,
  access: Access,
  isShown: (id: string) => boolean,
): Status | null {
  const asOf = newestOf(log);
  if (asOf === undefined) return null;
  const stages = latestStages(log.deploymentState);
  const jobs = latestBy(log.jobState, ({ job }) => job);
  const shownJobs = jobs.filter(({ module }) => isShown(module.id)).sort(openFirst);
  const deployments = stages.filter(({ module }) => isShown(module.id));
  const week = weekOf(asOf);
  const hidden = stages.length - deployments.length + (jobs.length - shownJobs.length);
  return {
    asOf,
    deployments,
    jobs: shownJobs.slice(0, mostJobs),
    runners: latestBy(log.runnerState, ({ runner }) => runner).sort((a, b) =>
      a.runner < b.runner ? -1 : 1,
    ),
    teams: usageByTeam(log.usage, access, week),
    week,
    left: {
      hidden,
      older: Math.max(0, shownJobs.length - mostJobs),
      skipped: log.skipped,
    },
    problems: log.problems,
  };
}

function newestOf(log: RecordLog): string | undefined {
  const last = [log.deploymentState, log.freshness, log.jobState, log.runnerState, log.usage]
    .map((lines) => lines.at(-1)?.at)
    .filter((at) => at !== undefined);
  return last.sort((a, b) => Date.parse(b) - Date.parse(a))[0];
}

/** @param lines from the oldest to the newest */
function latestBy<Line>(lines: readonly Line[], keyOf: (line: Line) => string): Line[] {
  return [...new Map(lines.map((line) => [keyOf(line), line])).values()];
}

function openFirst(a: JobState, b: JobState): number {
  const isOpen = ({ state }: JobState): boolean => state === 'queued' || state === 'running';
  return Number(isOpen(b)) - Number(isOpen(a)) || Date.parse(b.at) - Date.parse(a.at);
}

const dayMs = 24 * 60 * 60 * 1000;

/** Budgets run from Monday to Sunday, in UTC. */
function weekOf(at: string): readonly [string, string] {
  const day = new Date(at);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  const monday = day.getTime() - sinceMonday * dayMs;
  return [dayOf(monday), dayOf(monday + 6 * dayMs)];
}

function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

function usageByTeam(
  lines: readonly UsageLine[],
  access: Access,
  [first, last]: readonly [string, string],
): readonly TeamUsage[] {
  const ofWeek = latestBy(lines, ({ job }) => job).filter(({ at }) => {
    const day = dayOf(Date.parse(at));
    return first <= day && day <= last;
  });
  const teams = Map.groupBy(ofWeek, ({ team }) => team);
  const budgets = budgetsOf(access);
  return [...new Set([...budgets.keys(), ...teams.keys()])]
    .sort()
    .map((team) => usageOf(team, teams.get(team) ?? [], budgets.get(team)));
}

function usageOf(
  team: string,
  lines: readonly UsageLine[],
  budgetMinutes: number | undefined,
): TeamUsage {
  const people = Map.groupBy(lines, ({ asker }) => asker);
  const sum = (some: readonly UsageLine[]): number =>
    some.reduce((minutes, { gpuMinutes }) => minutes + gpuMinutes, 0);
  return {
    team,
    usedMinutes: sum(lines.filter(({ kind }) => kind === 'settled')),
    reservedMinutes: sum(lines.filter(({ kind }) => kind === 'reserved')),
    people: people.size,
    mostMinutes: Math.max(0, ...[...people.values()].map(sum)),
    budgetMinutes,
  };
}

/** What a person may use a week, by team; the largest where a team has several roles. */
function budgetsOf({ roles }: Access): ReadonlyMap<string, number> {
  const budgets = new Map<string, number>();
  for (const { teams, budget } of Object.values(roles)) {
    for (const team of teams) {
      const minutes = budget?.gpuMinutesPerWeek;
      if (minutes !== undefined) budgets.set(team, Math.max(minutes, budgets.get(team) ?? 0));
    }
  }
  return budgets;
}
