import { info } from '@actions/core';
import { findBot } from '../../action/find-bot.ts';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { realClock } from '../../records/real-clock.ts';
import { announce, finish } from './main.ts';

await runAction(async (signal) => {
  const { apiUrl, label, runId, serverUrl, workspace, repository, event, ref } = await readJob();
  const token = requireInput('token');
  const open = (name: string) => {
    return createOctokitGitHub({ token, repository: name, apiUrl, signal, job: label });
  };
  const catalogueName = readInput('announce-to');
  if (catalogueName !== undefined) return announce(open(catalogueName), runId);
  const catalogue = open(repository);
  const done = await finish(event.payload, {
    ...{ ref, serverUrl, root: readInput('root') ?? workspace },
    control: {
      ...{ catalogue, clock: realClock(signal), log: info },
      runner: open(requireInput('runner-repository')),
      bot: await findBot(catalogue, requireInput('app-slug')),
    },
  });
  for (const line of done) info(line);
  await writeSummary(done.map((line) => `- ${line}`).join('\n'));
});
