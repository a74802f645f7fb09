import { info, warning } from '@actions/core';
import { readFlag, readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { runAction } from '../../action/run-action.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import type { JobInputs } from './job-folder.ts';
import { keepBest } from './keep-best.ts';
import { retrain } from './main.ts';

await runAction(async (signal) => {
  const inputs = readInputs();
  const world = { env: process.env, signal, info };
  if (readFlag('keep-best')) return keepBest(inputs, world);
  const { apiUrl, label } = await readJob();
  const token = requireInput('token');
  const repository = requireInput('catalogue');
  const pull = {
    pullRequest: Number(requireInput('pull-request')),
    head: requireInput('head'),
    appSlug: requireInput('app-slug'),
  };
  const github = createOctokitGitHub({ token, repository, apiUrl, signal, job: label });
  return retrain({ ...inputs, ...pull }, { ...world, github, now: Date.now, warn: warning });
});

function readInputs(): JobInputs {
  return {
    job: requireInput('job'),
    tool: requireInput('tool'),
    out: requireInput('out'),
    hosts: readInput('hosts') ?? '',
    maxBytes: readInput('max-bytes'),
    secret: readInput('secret'),
    cache: readInput('cache'),
    signingKey: readInput('signing-key'),
    state: readInput('state'),
  };
}
