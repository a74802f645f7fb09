import { info } from '@actions/core';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { escapeMarkdown } from '../../comments/escape-markdown.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { createOctokitDeployments } from './github-deployments.ts';
import { showDeployments } from './main.ts';
import { wantedEnvironments } from './wanted-environments.ts';

await runAction(async (signal) => {
  const { apiUrl, label, repository, ref, workspace } = await readJob();
  refuseOtherRefs(ref);
  const order = { token: requireInput('token'), apiUrl, signal, job: label, repository };
  const bot = readInput('bot') ?? 'github-actions[bot]';
  const done = await showDeployments({
    catalogue: createOctokitGitHub(order),
    deployments: createOctokitDeployments({ ...order, bot }),
    wanted: await wantedEnvironments(readInput('root') ?? workspace),
  });
  for (const line of done) info(line);
  const lines = done.map((line) => `- ${escapeMarkdown(line)}`);
  await writeSummary(lines.join('\n') || 'GitHub shows what is recorded.');
});
