import { Failure, yamlText } from '@orangery/schemas';
import { appendState, isActive } from '../../jobs/append-state.ts';
import { findJobPull } from '../../jobs/find-job-pull.ts';
import { newView } from '../../jobs/job-view.ts';
import { sendJob } from '../../jobs/send-job.ts';
import { jobComment } from '../../jobs/job-comment.ts';
import { latestJobs } from '../../records/usage.ts';
import { readRecords } from '../../records/read-records.ts';
import { describePrice } from '../../requests/price.ts';
import type { PullRequest } from '../../github/entities.ts';
import { keepComment } from '../../comments/keep-comment.ts';
import type { Control } from '../control.ts';
import type { Gathered } from '../gather.ts';
import type { TrainingWork } from '../prepared.ts';
import { trainingBranch } from '../subjects/training.ts';

/** The workflows of the runner repository that train: on one machine, on several. */
export const trainingWorkflows = { one: 'retrain.yml', several: 'retrain-shared.yml' } as const;

/** Opens the draft pull request of a training, and sends the job to the machines. */
export async function startTraining(
  control: Control,
  gathered: Gathered,
  work: TrainingWork,
): Promise<string> {
  const { catalogue, runner } = control;
  const { job, child } = work;
  const state = latestJobs((await readRecords(catalogue)).log).get(job);
  // the order came again: what has ended is not begun anew
  if (state !== undefined && !isActive(state)) return `\`${job}\` has ended already.`;
  const pull = await openResult(control, gathered, work);
  if (state?.pullRequest === undefined) {
    await keepComment(catalogue, {
      ...{ issue: pull.number, kind: 'job', botId: control.bot.id },
      body: jobComment(newView(job, work.price)),
    });
    const inputs = {
      ...{ job, pull_request: String(pull.number), commit: work.base, head: pull.head.sha },
      ...limitInputs(work),
    };
    await sendJob(runner, state, { workflow: workflowOf(work), inputs });
    const head = pull.head.sha;
    await appendState(control, job, { state: 'queued', pullRequest: pull.number, head });
  }
  return `\`${child}\` is in the queue: #${pull.number} shows how it goes, and will hold the result. ${describePrice(work.price)}`;
}

function workflowOf({ machines }: TrainingWork): string {
  return machines > 1 ? trainingWorkflows.several : trainingWorkflows.one;
}

/** What the machines hold the training to, and the secret they open for it. */
function limitInputs({
  hosts,
  mostBytes,
  request,
  machines,
}: TrainingWork): Record<string, string> {
  const links = [...request.dataset, ...(request.validation ?? [])];
  const secret = links.map(({ link }) => /^secret:(\w+)$/.exec(link)?.[1]).find(Boolean);
  return {
    hosts: hosts.join(','),
    ...(Number.isFinite(mostBytes) && { max_bytes: String(mostBytes) }),
    ...(secret !== undefined && { secret }),
    ...(machines > 1 && { machines: String(machines) }),
  };
}

async function openResult(
  { catalogue, bot }: Control,
  { asker }: Gathered,
  { child, job, base, request, price }: TrainingWork,
): Promise<PullRequest> {
  const branch = trainingBranch(child);
  const path = `modules/${child}/training/${job}.yml`;
  const text = yamlText(request);
  const found = await findJobPull(catalogue, bot, branch);
  if (found !== null) {
    if ((await catalogue.readText(path, found.head.sha)) === text) return found;
    const problem = `#${found.number}: expected what was asked for, found another request`;
    throw new Failure('ACCESS_REFUSED', problem, { hint: 'An admin can close it.' });
  }
  const commit = await catalogue.createCommit({
    parent: base,
    message: `${child}: what is to be trained`,
    files: { [path]: text },
  });
  if (!(await catalogue.createBranch(branch, commit))) {
    // left over from a job whose pull request is closed
    await catalogue.deleteBranch(branch);
    await catalogue.createBranch(branch, commit);
  }
  return catalogue.openPullRequest({
    branch,
    title: `Add ${child}`,
    body: [
      `A retraining of \`${request.module.id}\` ${request.module.version} that @${asker.login} asked for.`,
      '',
      describePrice(price),
      '',
      'It stays a draft until the result is there; then an admin can `/merge` it. `/cancel` ends it.',
    ].join('\n'),
    isDraft: true,
  });
}
