import type { Check } from '../../access/question.ts';
import type { PullRequest, WorkflowRun } from '../../github/entities.ts';
import type { GitHub } from '../../github/github.ts';

/** The workflow whose green run says that a head is good. */
export const checkWorkflow = 'validate.yml';

type Place = Pick<PullRequest, 'number' | 'head' | 'base'>;

/**
 * Whether a run is the check of a pull request as it is. GitHub does not say which one a run of a fork
 * belongs to, so its title does, by the workflow's `run-name`: the same head in another pull request, or on
 * its way to another branch, was compared with something else. A contribution that changes the workflow,
 * and so what its runs are called, is not merged by us.
 */
export function isCheckOf({ number, head, base }: Place, run: WorkflowRun): boolean {
  const isCheck = run.workflow === checkWorkflow && run.event === 'pull_request';
  const isOfHead = run.head === head.sha && run.headRepository === head.repository;
  return isCheck && isOfHead && run.title === `validate #${number} to ${base.branch}`;
}

/** The newest run of the check for a pull request and its head; null when there is none. */
export async function findCheck(github: GitHub, pull: PullRequest): Promise<WorkflowRun | null> {
  const runs = await github.listRuns(checkWorkflow, pull.head.sha);
  return runs.find((run) => isCheckOf(pull, run)) ?? null;
}

/** What that run says. */
export async function readCheck(github: GitHub, pull: PullRequest): Promise<Check | null> {
  const newest = await findCheck(github, pull);
  if (newest === null) return null;
  const hasEnded = newest.status === 'completed';
  return {
    isGreen: hasEnded && newest.conclusion === 'success',
    endedAt: hasEnded ? newest.updatedAt : null,
  };
}
