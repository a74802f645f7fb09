import { Failure, parseRecord, yamlText, type TrainingCheck } from '@orangery/schemas';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findBot } from '../../action/find-bot.ts';
import type { GitHub } from '../../github/github.ts';
import { followProgress } from '../../jobs/follow-progress.ts';
import { newView, type JobView } from '../../jobs/job-view.ts';
import { createLiveComment, type LiveComment } from '../../jobs/live-comment.ts';
import { readJobPull } from '../../jobs/read-job-pull.ts';
import { runTool, type Tool } from '../../tool/run-tool.ts';
import { openJobFolder, trainWords, type JobInputs } from './job-folder.ts';

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
  const { github, env, now, signal, warn } = world;
  const bot = await findBot(github, inputs.appSlug);
  const { job, pullRequest: number, head } = inputs;
  const { request } = await readJobPull(github, { number, job, head, bot });
  const folder = await openJobFolder(env, inputs);
  const live = createLiveComment(github, { pullRequest: number, botId: bot.id, now, warn });
  try {
    await writeFile(folder.request, yamlText(request));
    const tool: Tool = {
      folder: resolve(inputs.tool),
      env: folder.env,
      timeoutMs: ((request.budget.TIME_HOURS ?? 0.08) * 3600 + 3600) * 1000,
      signal,
      info: world.info,
    };
    await train(tool, trainWords(folder, inputs), { job, out: resolve(inputs.out), live });
  } finally {
    await live.close();
    if (!signal.aborted) await rm(folder.path, { recursive: true, force: true });
  }
}

interface Shown {
  readonly job: string;
  readonly out: string;
  readonly live: LiveComment;
}

async function train(tool: Tool, words: readonly string[], { job, out, live }: Shown) {
  let view: JobView = { ...newView(job), state: 'running' };
  const check = await lookAtData(tool, words);
  view = { ...view, check };
  live.show(view);
  refuseWithoutChance(check);
  await mkdir(resolve(out, '..'), { recursive: true });
  await runTool(tool, [...words, '--out', out], (event) => {
    view = followProgress(view, event);
    live.show(view);
  });
}

async function lookAtData(tool: Tool, words: readonly string[]): Promise<TrainingCheck> {
  const record = await runTool(tool, [...words, '--check'], () => {});
  return parseRecord('trainingCheck', record, 'train --check');
}

function refuseWithoutChance({ format, odds }: TrainingCheck): void {
  if (!format.canTrain) {
    const problem = format.recipes[0]?.problem ?? 'another form';
    throw new Failure(
      'DATASET_INVALID',
      `The data: expected what the recipe reads, found ${problem}`,
    );
  }
  if (odds?.verdict === 'does not beat it yet') {
    throw new Failure(
      'TRAINING_FAILED',
      `A minute of training: expected a better ${odds.metric} than ${odds.baseline.name}, found ${odds.score.toFixed(3)}`,
      { hint: 'Check labels and target, or take more data; then ask again.' },
    );
  }
}
