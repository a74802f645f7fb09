import { info, setOutput, warning } from '@actions/core';
import { Failure } from '@orangery/schemas';
import { readCount, readFlag, readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { runAction } from '../../action/run-action.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { keepBest } from './keep-best.ts';
import { retrain, type RetrainInputs, type RetrainWorld } from './main.ts';
import type { JobInputs } from './open-training.ts';
import { planTrials } from './plan.ts';
import { reduceTrials } from './reduce.ts';
import { runTrials } from './run-trials.ts';

await runAction(async (signal) => {
  const part = readInput('part') ?? 'whole';
  const inputs = readInputs();
  const world = { env: process.env, signal, info };
  if (part === 'best') return keepBest(inputs, world);
  if (part === 'trials') {
    return runTrials({ ...inputs, trials: requireInput('trials').split(' ') }, world);
  }
  const github = await openGitHub(signal);
  const whole: RetrainWorld = { ...world, github, now: Date.now, warn: warning };
  const asked = { ...inputs, ...readPull() };
  if (part === 'whole') return retrain(asked, whole);
  if (part === 'reduce') {
    return reduceTrials({ ...asked, isCancelled: readFlag('cancelled') ?? false }, whole);
  }
  if (part !== 'plan') throw noPart(part);
  const shares = await planTrials({ ...asked, machines: readCount('machines') ?? 1 }, whole);
  setOutput('shares', JSON.stringify(shares));
});

async function openGitHub(signal: AbortSignal): Promise<RetrainWorld['github']> {
  const { apiUrl, label } = await readJob();
  const [token, repository] = [requireInput('token'), requireInput('catalogue')];
  return createOctokitGitHub({ token, repository, apiUrl, signal, job: label });
}

function readPull(): Omit<RetrainInputs, keyof JobInputs> {
  return {
    pullRequest: Number(requireInput('pull-request')),
    head: requireInput('head'),
    appSlug: requireInput('app-slug'),
  };
}

function readInputs(): JobInputs {
  return {
    job: requireInput('job'),
    tool: requireInput('tool'),
    out: readInput('out') ?? 'out/result',
    work: readInput('work'),
    hosts: readInput('hosts') ?? '',
    maxBytes: readInput('max-bytes'),
    secret: readInput('secret'),
    cache: readInput('cache'),
    signingKey: readInput('signing-key'),
    state: readInput('state'),
  };
}

function noPart(part: string): Failure {
  return new Failure(
    'USAGE',
    `Input part: expected whole, plan, trials, reduce or best, found ${JSON.stringify(part)}`,
    { hint: 'Write one of these words.' },
  );
}
