import { Failure, parseRecord, yamlText, type TrainingCheck } from '@orangery/schemas';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findBot } from '../../action/find-bot.ts';
import type { GitHub } from '../../github/github.ts';
import { followProgress } from '../../jobs/follow-progress.ts';
import { newView, type JobView } from '../../jobs/job-view.ts';
import { createLiveComment } from '../../jobs/live-comment.ts';
import { readJobPull } from '../../jobs/read-job-pull.ts';
import { childEnvironment } from '../../tool/child-environment.ts';
import { runTool, type Tool } from '../../tool/run-tool.ts';

export interface RetrainInputs {
  readonly job: string;
  readonly pullRequest: number;
  readonly head: string;
  readonly appSlug: string;
  readonly tool: string;
  readonly out: string;
  readonly hosts: string;
  readonly maxBytes: string | undefined;
  readonly secret: string | undefined;
  readonly cache: string | undefined;
  readonly signingKey: string | undefined;
  readonly state: string | undefined;
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
 * training without a chance costs no more than that. The token never reaches the training itself.
 * @throws Failure ACCESS_REFUSED, DATASET_INVALID, those of the training
 */
export async function retrain(inputs: RetrainInputs, world: RetrainWorld): Promise<void> {
  const { github, env, now, signal, warn } = world;
  const bot = await findBot(github, inputs.appSlug);
  const { job, pullRequest: number, head } = inputs;
  const { request } = await readJobPull(github, { number, job, head, bot });
  const work = await mkdtemp(join(env['RUNNER_TEMP'] ?? tmpdir(), 'retrain-'));
  const live = createLiveComment(github, { pullRequest: number, botId: bot.id, now, warn });
  try {
    const file = join(work, 'request.yml');
    await writeFile(file, yamlText(request));
    const tool: Tool = {
      folder: resolve(inputs.tool),
      env: await childEnvironment(env, { ...inputs, work }),
      timeoutMs: ((request.budget.TIME_HOURS ?? 0.08) * 3600 + 3600) * 1000,
      signal,
      info: world.info,
    };
    const words = ['train', '--request', file, '--hosts', inputs.hosts, '--json'];
    if (inputs.maxBytes !== undefined) words.push('--max-bytes', inputs.maxBytes);
    let view: JobView = { ...newView(job), state: 'running' };
    const check = await lookAtData(tool, words);
    view = { ...view, check };
    live.show(view);
    refuseWithoutChance(check);
    await mkdir(resolve(inputs.out, '..'), { recursive: true });
    await runTool(tool, [...words, '--out', resolve(inputs.out)], (event) => {
      view = followProgress(view, event);
      live.show(view);
    });
  } finally {
    await live.close();
    await rm(work, { recursive: true, force: true });
  }
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
