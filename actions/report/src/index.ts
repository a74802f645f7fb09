import { info } from '@actions/core';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { runAction } from '../../action/run-action.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { Answer } from '../../github/requests/answer.ts';
import { main } from './main.ts';

await runAction(async (signal) => {
  const token = requireInput('token');
  const { repository, apiUrl, label, ref, event } = await readJob();
  const run = new Answer(event.payload, 'event').field('workflow_run').field('id').number();
  const github = createOctokitGitHub({ token, repository, apiUrl, job: label, signal });
  await main({ run, bot: readInput('bot') ?? 'github-actions[bot]', ref }, { github, info });
});
