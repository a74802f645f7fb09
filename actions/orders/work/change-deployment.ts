import { findJobPull } from '../../jobs/find-job-pull.ts';
import type { Control } from '../control.ts';
import type { Gathered } from '../gather.ts';
import type { DeploymentWork } from '../prepared.ts';
import { deploymentPath } from '../subjects/deployment-file.ts';

/** The branch of an order about a deployment: the order that made it can be found again. */
export function deploymentBranch(name: string, source: string): string {
  return `orangery/deployment/${name}/${source}`;
}

/** Opens the pull request that changes a deployment's file; it is merged when its check is green. */
export async function changeDeployment(
  { catalogue, bot }: Control,
  { asker, source }: Gathered,
  { name, base, text, title }: DeploymentWork,
): Promise<string> {
  const branch = deploymentBranch(name, source);
  const found = await findJobPull(catalogue, bot, branch);
  if (found !== null) return `#${found.number} does it, once its check is green.`;
  const commit = await catalogue.createCommit({
    parent: base,
    message: title,
    files: { [deploymentPath(name)]: text },
  });
  if (!(await catalogue.createBranch(branch, commit))) {
    // left over: GitHub went away before there was a pull request
    await catalogue.deleteBranch(branch);
    await catalogue.createBranch(branch, commit);
  }
  const pull = await catalogue.openPullRequest({
    branch,
    title,
    body: `@${asker.login} asked for it. It is merged when its check is green.`,
    isDraft: false,
  });
  return `#${pull.number} does it, once its check is green.`;
}
