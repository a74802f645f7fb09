import { isDeepStrictEqual } from 'node:util';
import type { DeploymentState } from '@orangery/schemas';
import type { DeploymentStatus, GitHubDeployment } from './github-deployments.ts';
import { matchDeployments, type Match } from './match-deployments.ts';
import type { StageRun } from './stage-runs.ts';
import { statusOf } from './status-of.ts';

/** One thing to do on GitHub. */
export type DeploymentChange =
  | { readonly kind: 'create'; readonly run: StageRun; readonly status: DeploymentStatus }
  | {
      readonly kind: 'status';
      readonly deployment: GitHubDeployment;
      readonly status: DeploymentStatus;
    }
  | { readonly kind: 'remove'; readonly deployment: GitHubDeployment };

/**
 * What brings GitHub's Deployments to the records. Done, and planned again, there is nothing left.
 * @param lines of the records, from the oldest to the newest
 * @param deployments ours on GitHub, the newest first; one whose status was not read is left as it is
 * @param wanted stages that files name, such as `leaf-service/production`
 */
export function planDeploymentChanges(
  lines: readonly DeploymentState[],
  deployments: readonly GitHubDeployment[],
  wanted: readonly string[],
): readonly DeploymentChange[] {
  const { runs, surplus } = matchDeployments(lines, deployments, wanted);
  const read = surplus.filter(({ status }) => status !== 'unread');
  return [
    ...[...runs].sort(byMoment).flatMap(changeOf),
    ...read.map((deployment) => ({ kind: 'remove' as const, deployment })),
  ];
}

type Matched = Match['runs'][number];

/** What runs now comes first, where not all can be done at once; then the oldest, as GitHub lists by its own time. */
function byMoment({ run: a }: Matched, { run: b }: Matched): number {
  const isLater = (run: StageRun): number => (run.state === 'success' ? 0 : 1);
  return isLater(a) - isLater(b) || Date.parse(a.last.at) - Date.parse(b.last.at);
}

function changeOf({ run, deployment }: Matched): readonly DeploymentChange[] {
  const status = statusOf(run);
  if (deployment === undefined) return [{ kind: 'create', run, status }];
  const isAsWanted = isDeepStrictEqual(deployment.status, status);
  if (deployment.status === 'unread' || isAsWanted) return [];
  return [{ kind: 'status', deployment, status }];
}
