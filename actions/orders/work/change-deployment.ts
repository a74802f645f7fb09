import { findJobPull } from '../../jobs/find-job-pull.ts';
import { appendRecords } from '../../records/append-records.ts';
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
  control: Control,
  gathered: Gathered,
  { name, base, text, title }: DeploymentWork,
): Promise<string> {
  const { catalogue, bot } = control;
  const { asker, source } = gathered;
  const branch = deploymentBranch(name, source);
  const found = await findJobPull(catalogue, bot, branch);
  if (found !== null) return `#${found.number} does it, once its check is green.`;
  const commit = await catalogue.createCommit({
    parent: base,
    message: title,
    files: { [deploymentPath(name)]: text },
  });
  await noteHead(control, gathered, { name, head: commit });
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

/** Says which commit is ours, before there is a branch that others could push to. */
async function noteHead(
  { catalogue, clock }: Control,
  { asker, order, source }: Gathered,
  { name, head }: { readonly name: string; readonly head: string },
): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  const who = { actor: asker.login, actorId: asker.id, verb: order.verb, source };
  await appendRecords(catalogue, clock, () => [
    { schema: 'decision/1', at, ...who, subject: name, isAllowed: true, head },
  ]);
}
