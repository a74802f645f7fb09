import { toFailure, type JobState } from '@orangery/schemas';
import { learn } from '../access/known.ts';
import { keepComment } from '../comments/keep-comment.ts';
import type { Control } from '../orders/control.ts';
import { trainingBranch } from '../orders/subjects/training.ts';
import { appendState } from './append-state.ts';
import { findJobPull } from './find-job-pull.ts';
import { jobComment } from './job-comment.ts';
import { newView } from './job-view.ts';
import type { Step } from './reconcile.ts';

/** Takes over the result of a run, null when it left none; its failure fails the job. */
export type FinishJob = (
  control: Control,
  job: JobState,
  end: { readonly run: number; readonly usedMinutes: number },
) => Promise<string | null>;

/** Does one step of a job, and says what it was. */
export async function performStep(
  control: Control,
  job: JobState,
  step: Step,
  finish: FinishJob,
): Promise<string> {
  switch (step.kind) {
    case 'cancel-run':
      await control.runner.cancelRun(step.run);
      return `${job.job}: cancelled run ${step.run}`;
    case 'settle':
      await appendState(control, job.job, {}, step.usedMinutes);
      return `${job.job}: settled ${step.usedMinutes.toFixed(1)} minutes`;
    case 'started': {
      const { run, runner } = step;
      await appendState(control, job.job, { state: 'running', run, ...(runner && { runner }) });
      return `${job.job}: at work`;
    }
    case 'end':
      return endJob(control, job, step);
    case 'finish':
      return takeOver(control, job, step, finish);
  }
}

async function takeOver(
  control: Control,
  job: JobState,
  step: Extract<Step, { kind: 'finish' }>,
  finish: FinishJob,
): Promise<string> {
  const { usedMinutes, otherwise } = step;
  try {
    const done = await finish(control, job, step);
    return done ?? (await endJob(control, job, { ...otherwise, usedMinutes }));
  } catch (error) {
    const { message } = toFailure(error);
    return endJob(control, job, { state: 'failed', because: message, usedMinutes });
  }
}

/** Ends a job without a result: records, comment, pull request, branch. */
async function endJob(
  control: Control,
  job: JobState,
  { state, because, usedMinutes }: Omit<Extract<Step, { kind: 'end' }>, 'kind'>,
): Promise<string> {
  const { catalogue, bot } = control;
  const message = because.slice(0, 300);
  const number = job.pullRequest ?? (await openedPull(control, job));
  if (number !== undefined) {
    const view = { ...newView(job.job), state, message, usedMinutes };
    const order = { issue: number, kind: 'job', botId: bot.id };
    await keepComment(catalogue, { ...order, body: jobComment(view) });
    const pull = await catalogue.getPullRequest(number);
    if (pull?.state === 'open') await catalogue.updatePullRequest(pull.number, { state: 'closed' });
    const isOurs = pull?.head.repository === catalogue.repository && pull.author.id === bot.id;
    // a branch that is gone already is as good
    if (isOurs) await learn(() => catalogue.deleteBranch(pull.head.branch));
  }
  // last: what fails before it is done again by the next round
  await appendState(control, job.job, { state, message }, usedMinutes);
  return `${job.job}: ${state}: ${message}`;
}

/** Of a job that was cut off before its pull request was recorded. */
async function openedPull(
  { catalogue, bot }: Control,
  { child }: JobState,
): Promise<number | undefined> {
  if (child === undefined) return undefined;
  return (await findJobPull(catalogue, bot, trainingBranch(child)))?.number;
}
