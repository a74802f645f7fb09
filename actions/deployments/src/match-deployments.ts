import type { DeploymentState } from '@orangery/schemas';
import type { GitHubDeployment } from './github-deployments.ts';
import { stageRuns, type StageRun } from './stage-runs.ts';

export interface Match {
  /** What was recorded, with its Deployment where GitHub has one; of the stage that was recorded last first. */
  readonly runs: readonly {
    readonly run: StageRun;
    readonly deployment: GitHubDeployment | undefined;
  }[];
  /** Deployments that GitHub need not show any more. */
  readonly surplus: readonly GitHubDeployment[];
}

/**
 * Finds the Deployment of each run. Where there are two, the newer one counts.
 * @param lines of the records, from the oldest to the newest
 * @param deployments ours on GitHub, the newest first
 * @param wanted stages that files name: of one without a line nothing is known, and its Deployments stay
 */
export function matchDeployments(
  lines: readonly DeploymentState[],
  deployments: readonly GitHubDeployment[],
  wanted: readonly string[],
): Match {
  const stages = stageRuns(lines);
  const known = new Map(deployments.toReversed().map((one) => [one.key, one]));
  const runs = stages.flatMap((stage) => {
    return stage.runs.map((run) => ({ run, deployment: known.get(run.key) }));
  });
  const kept = new Set(runs.map(({ deployment }) => deployment));
  const told = new Set(stages.map(({ environment }) => environment));
  const surplus = deployments.filter((deployment) => {
    const { environment } = deployment;
    return !kept.has(deployment) && (told.has(environment) || !wanted.includes(environment));
  });
  return { runs, surplus };
}
