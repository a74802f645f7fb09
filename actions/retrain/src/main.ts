import { yamlText, type TrainingRequest } from '@orangery/schemas';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findBot } from '../../action/find-bot.ts';
import type { GitHub } from '../../github/github.ts';
import { followProgress } from '../../jobs/follow-progress.ts';
import { newView, type JobView } from '../../jobs/job-view.ts';
import { createLiveComment, type LiveComment } from '../../jobs/live-comment.ts';
import { readJobPull } from '../../jobs/read-job-pull.ts';
import { runTool } from '../../tool/run-tool.ts';
import { openTraining, type JobInputs, type OpenTraining } from './open-training.ts';
import { lookAtData, refuseWithoutChance } from './look-at-data.ts';

export interface RetrainInputs extends JobInputs {
  readonly pullRequest: number;
  readonly head: string;
  readonly appSlug: string;
}

export interface RetrainWorld {
  readonly github: GitHub;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
}

/**
 * Trains what a pull request of ours asks for. First the data is looked at and a minute is tried: a
 * training without a chance costs no more than that. The token never reaches the training itself. When
 * the step is cancelled, what is unfinished stays for the next one, which keeps the best of it.
 * @throws Failure ACCESS_REFUSED, DATASET_INVALID, those of the training
 */
export async function retrain(inputs: RetrainInputs, world: RetrainWorld): Promise<void> {
  const { request, live } = await readOrder(inputs, world);
  const training = await openTraining(inputs, world, limitMs(request));
  try {
    await writeFile(training.request, yamlText(request));
    const view = await beginTraining(training, { job: inputs.job, live });
    const out = resolve(inputs.out);
    await mkdir(resolve(out, '..'), { recursive: true });
    await runAndShow(training, ['--out', out], { view, live });
  } finally {
    await live.close();
    if (!world.signal.aborted) await rm(training.folder, { recursive: true, force: true });
  }
}

/** What is asked for, as the pull request has it, and the comment there. @throws Failure ACCESS_REFUSED */
export async function readOrder(
  { appSlug, job, pullRequest, head }: RetrainInputs,
  { github, now, warn }: RetrainWorld,
): Promise<{ readonly request: TrainingRequest; readonly live: LiveComment }> {
  const bot = await findBot(github, appSlug);
  const { request } = await readJobPull(github, { number: pullRequest, job, head, bot });
  return { request, live: createLiveComment(github, { pullRequest, botId: bot.id, now, warn }) };
}

/** An hour more than what was asked for. */
export function limitMs({ budget }: TrainingRequest): number {
  return ((budget.TIME_HOURS ?? 0.08) + 1) * 3600 * 1000;
}

/** Looks at the data, shows what it says, and ends a training without a chance. */
export async function beginTraining(
  { tool, words }: OpenTraining,
  { job, live }: { readonly job: string; readonly live: LiveComment },
): Promise<JobView> {
  const check = await lookAtData(tool, words);
  const view: JobView = { ...newView(job), state: 'running', check };
  live.show(view);
  refuseWithoutChance(check);
  return view;
}

export interface Shown {
  readonly view: JobView;
  readonly live: LiveComment;
}

/** Runs the training with more words, and shows how it goes. @returns its record */
export async function runAndShow(
  { tool, words }: Pick<OpenTraining, 'tool' | 'words'>,
  more: readonly string[],
  { view: first, live }: Shown,
): Promise<unknown> {
  let view = first;
  return runTool(tool, [...words, ...more], (event) => {
    view = followProgress(view, event);
    live.show(view);
  });
}
