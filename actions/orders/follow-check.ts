import type { Authorise } from '../access/authorise.ts';
import type { PullRequest, WorkflowRun } from '../github/entities.ts';
import { Answer } from '../github/requests/answer.ts';
import { readChanges } from '../pull-request/read-changes.ts';
import { mainBranch, type Control } from './control.ts';
import type { GitHubEvent } from './hear-event.ts';
import { hearRequest } from './hear-request.ts';
import { handleHeard } from './handle-event.ts';
import { mergeDeployment } from './merge-deployment.ts';
import { isCheckOf } from './subjects/read-check.ts';

/**
 * What follows from a green check: a request for a training is taken up, a deployment's change of ours
 * is merged. Which pull request it was, and what it changes, is read from GitHub, not from the event.
 * @returns the answers, in Markdown
 * @throws Failure GITHUB_FAILED
 */
export async function followCheck(
  event: GitHubEvent,
  control: Control,
  judge?: Authorise,
): Promise<readonly string[]> {
  const { catalogue } = control;
  const id = new Answer(event.payload, 'event workflow_run').field('workflow_run').field('id');
  const run = await catalogue.getRun(id.number());
  if (run === null || !isGreen(run)) return [];
  const listed = (await catalogue.listPullRequests()).find((pull) => isCheckOf(pull, run));
  const pull = listed === undefined ? null : await catalogue.getPullRequest(listed.number);
  if (pull === null || !isCheckOf(pull, run) || pull.base.branch !== mainBranch) return [];
  return followGreen(control, { pull, run }, judge);
}

function isGreen({ status, conclusion }: WorkflowRun): boolean {
  return status === 'completed' && conclusion === 'success';
}

async function followGreen(
  control: Control,
  { pull, run }: { readonly pull: PullRequest; readonly run: WorkflowRun },
  judge: Authorise | undefined,
): Promise<readonly string[]> {
  const { catalogue, bot } = control;
  const base = (await catalogue.getBranch(mainBranch)) ?? pull.base.sha;
  const changes = await readChanges(catalogue, pull, base);
  const isOurs = pull.author.id === bot.id && pull.head.repository === catalogue.repository;
  if (changes.kind === 'deployment' && isOurs) {
    return [await mergeDeployment(control, { pull, name: changes.name }, judge)];
  }
  if (changes.kind !== 'request' || isOurs) return [];
  const heard = await hearRequest(catalogue, pull, changes, run);
  const handled = await handleHeard(control, heard, judge);
  if (handled.every(({ isDone }) => isDone)) {
    await catalogue.updatePullRequest(pull.number, { state: 'closed' });
  }
  return handled.map(({ answer }) => answer);
}
