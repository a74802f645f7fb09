import type { DeploymentState } from '@orangery/schemas';

/** One version of a module at one stage, as GitHub should show it. */
export interface StageRun {
  /** `leaf-service/production leaf-classifier@1.0.0 <commit>`; one Deployment each. */
  readonly key: string;
  /** What GitHub calls environment: `leaf-service/production`. */
  readonly environment: string;
  readonly isProduction: boolean;
  readonly commit: string;
  readonly state: 'success' | 'failure' | 'inactive';
  /** What was recorded of it last. */
  readonly last: DeploymentState;
  /** The last line that says what was done, by whom. */
  readonly act: DeploymentState | undefined;
}

/** What was recorded of one stage. */
export interface StageRuns {
  readonly environment: string;
  /** When its last line was written, ISO 8601. */
  readonly at: string;
  /** At most ten, those that were recorded last; the newest first. */
  readonly runs: readonly StageRun[];
}

const mostRuns = 10;

/**
 * What ran at each stage. A line without a commit is of the same one as the line of that version before it; where
 * there is none, as of a training's result, GitHub has nothing to show it at.
 * @param lines from the oldest to the newest
 * @returns stages, the one that was recorded last first
 */
export function stageRuns(lines: readonly DeploymentState[]): readonly StageRuns[] {
  return [...Map.groupBy(lines, environmentOf)]
    .map(([environment, own]) => ({ environment, at: own.at(-1)!.at, runs: runsOf(own) }))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

export function environmentOf({ deployment, stage }: DeploymentState): string {
  return `${deployment}/${stage}`;
}

function runsOf(lines: readonly DeploymentState[]): readonly StageRun[] {
  const commits = new Map<string, string>();
  const runs = new Map<string, Pick<StageRun, 'key' | 'commit' | 'last' | 'act'>>();
  let current: string | undefined;
  for (const line of lines) {
    const version = `${line.module.id}@${line.module.version}`;
    if (line.commit !== undefined) commits.set(version, line.commit);
    const commit = line.receipt === undefined ? commits.get(version) : undefined;
    current = commit === undefined ? undefined : `${environmentOf(line)} ${version} ${commit}`;
    if (commit === undefined || current === undefined) continue;
    const act = line.act === undefined ? runs.get(current)?.act : line;
    runs.delete(current); // a Map keeps the order of the first time
    runs.set(current, { key: current, commit, last: line, act });
  }
  return [...runs.values()]
    .map((run) => ({ ...run, ...placeOf(run.last), state: stateOf(run.last, run.key === current) }))
    .reverse()
    .slice(0, mostRuns);
}

function placeOf(line: DeploymentState): Pick<StageRun, 'environment' | 'isProduction'> {
  return { environment: environmentOf(line), isProduction: line.stage === 'production' };
}

/** Of what another has taken the place of, only that it failed is still so. */
function stateOf({ health }: DeploymentState, isCurrent: boolean): StageRun['state'] {
  if (health === 'unhealthy') return 'failure';
  return health === 'healthy' && isCurrent ? 'success' : 'inactive';
}
