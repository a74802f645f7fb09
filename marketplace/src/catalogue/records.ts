import type { DeploymentState, FreshnessCheck } from '@orangery/schemas';
import type { RecordLog } from '@orangery/schemas/files';

/** When a module last proved that it works. */
export interface Freshness {
  readonly isGreen: boolean;
  /** Date and time since when it has been so, ISO 8601. */
  readonly since: string;
  /** Of the last check, ISO 8601. */
  readonly checked: string;
}

/** One running copy of a module. */
export interface RunningDeployment {
  readonly name: string;
  readonly stage: 'staging' | 'production';
  readonly version: string;
  /** Inference URL, with a final slash; none while it has no public one. */
  readonly address: string | undefined;
  readonly health: 'healthy' | 'unhealthy' | 'stopped';
  /** ISO 8601. */
  readonly since: string;
}

/** What machines have written about a module; empty on a laptop. */
export interface ModuleRecords {
  readonly freshness: Freshness | undefined;
  /** Sorted by name, then stage. */
  readonly deployments: readonly RunningDeployment[];
}

export const noRecords: ModuleRecords = { freshness: undefined, deployments: [] };

/** Tells what machines have written about a module, by its id and present version. */
export type FindRecords = (id: string, version: string) => ModuleRecords;

/** Looks through all lines once, so that each of many modules is found at once. */
export function summariseRecords(log: RecordLog | null): FindRecords {
  if (log === null) return () => noRecords;
  const checks = Map.groupBy(log.freshness, ({ module }) => module.id);
  const deployments = Map.groupBy(latestStages(log.deploymentState), ({ module }) => module.id);
  return (id, version) => ({
    freshness: freshnessOf(
      (checks.get(id) ?? []).filter(({ module }) => module.version === version),
    ),
    deployments: (deployments.get(id) ?? []).map(runningDeployment),
  });
}

/** How a stage of a deployment is, and since when it has been so. */
export interface StageState extends DeploymentState {
  /** ISO 8601. */
  readonly since: string;
  /** The last line that says what was done there, and by whom. */
  readonly done: DeploymentState | undefined;
}

/**
 * The latest line of each stage of each deployment, sorted by name and stage.
 * @param lines from the oldest to the newest
 */
export function latestStages(lines: readonly DeploymentState[]): readonly StageState[] {
  const stages = new Map<string, StageState>();
  /** What has served beside something that failed, and may go on after it. */
  const besideFailed = new Map<string, StageState>();
  for (const line of lines) {
    const key = `${line.deployment} ${line.stage}`;
    const before = stages.get(key);
    const same = [before, besideFailed.get(key)].find(
      (one) => one !== undefined && whatRuns(one) === whatRuns(line),
    );
    const done = line.act === undefined ? before?.done : line;
    stages.set(key, { ...line, since: same?.since ?? line.at, done });
    if (!hasFailed(line)) besideFailed.delete(key);
    else if (before !== undefined && !hasFailed(before)) besideFailed.set(key, before);
  }
  return [...stages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stage]) => stage);
}

/** Something was done, and did not become healthy. */
export function hasFailed({ act, health }: DeploymentState): boolean {
  return act !== undefined && health === 'unhealthy';
}

function whatRuns({ module, health, address }: DeploymentState): string {
  return [module.id, module.version, health, address ?? ''].join(' ');
}

function runningDeployment(state: StageState): RunningDeployment {
  const { deployment, stage, module, address, health, since } = state;
  return { name: deployment, stage, version: module.version, address, health, since };
}

/** @param checks of one version, from the oldest to the newest */
function freshnessOf(checks: readonly FreshnessCheck[]): Freshness | undefined {
  const last = checks.at(-1);
  if (last === undefined) return undefined;
  const change = checks.findLastIndex(({ isGreen }) => isGreen !== last.isGreen);
  return { isGreen: last.isGreen, since: checks[change + 1]!.at, checked: last.at };
}
