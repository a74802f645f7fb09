import { info } from '@actions/core';
import { findBot } from '../../action/find-bot.ts';
import { readInput, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { escapeMarkdown } from '../../comments/escape-markdown.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { createOctokitOrganisation } from '../../organisation/octokit-organisation.ts';
import { realClock } from '../../records/real-clock.ts';
import { finishBenchmark } from '../../results/finish-benchmark.ts';
import { finishTraining } from '../../results/finish-training.ts';
import { reap } from './main.ts';

await runAction(async (signal) => {
  const { apiUrl, label, repository, ref, serverUrl, workspace } = await readJob();
  refuseOtherRefs(ref);
  const order = { token: requireInput('token'), apiUrl, signal, job: label };
  const catalogue = createOctokitGitHub({ ...order, repository });
  const root = readInput('root') ?? workspace;
  const done = await reap({
    control: {
      ...{ catalogue, clock: realClock(signal), log: info },
      runner: createOctokitGitHub({ ...order, repository: requireInput('runner-repository') }),
      bot: await findBot(catalogue, requireInput('app-slug')),
    },
    organisation: createOctokitOrganisation({ ...order, repository }),
    finish: (control, job, end) => {
      if (job.verb === 'benchmark') return finishBenchmark(control, job, end);
      return finishTraining(control, job, end, { root, serverUrl });
    },
  });
  for (const line of done) info(line);
  const lines = done.map((line) => `- ${escapeMarkdown(line)}`);
  await writeSummary(lines.join('\n') || 'Nothing is past its time.');
});
