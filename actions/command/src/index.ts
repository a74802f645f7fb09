import { info } from '@actions/core';
import { findBot } from '../../action/find-bot.ts';
import { requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { realClock } from '../../records/real-clock.ts';
import { command } from './main.ts';

await runAction(async (signal) => {
  const { apiUrl, label, repository, event, ref, runId } = await readJob();
  refuseOtherRefs(ref);
  const token = requireInput('token');
  const open = (name: string) => {
    return createOctokitGitHub({ token, repository: name, apiUrl, signal, job: label });
  };
  const catalogue = open(repository);
  const answers = await command(
    { ...event, run: runId },
    {
      ...{ catalogue, clock: realClock(signal), log: info },
      runner: open(requireInput('runner-repository')),
      bot: await findBot(catalogue, requireInput('app-slug')),
    },
  );
  await writeSummary(answers.join('\n\n'));
});
