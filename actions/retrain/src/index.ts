import { info, warning } from '@actions/core';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { runAction } from '../../action/run-action.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { retrain } from './main.ts';

await runAction(async (signal) => {
  const { apiUrl, label } = await readJob();
  const token = requireInput('token');
  const repository = requireInput('catalogue');
  await retrain(
    {
      job: requireInput('job'),
      pullRequest: Number(requireInput('pull-request')),
      head: requireInput('head'),
      appSlug: requireInput('app-slug'),
      tool: requireInput('tool'),
      out: requireInput('out'),
      hosts: readInput('hosts') ?? '',
      maxBytes: readInput('max-bytes'),
      secret: readInput('secret'),
      cache: readInput('cache'),
      signingKey: readInput('signing-key'),
      state: readInput('state'),
    },
    {
      github: createOctokitGitHub({ token, repository, apiUrl, signal, job: label }),
      env: process.env,
      now: Date.now,
      signal,
      info,
      warn: warning,
    },
  );
});
