import { info } from '@actions/core';
import { Failure } from '@orangery/schemas';
import { findBot } from '../../action/find-bot.ts';
import { readCount, requireInput } from '../../action/inputs.ts';
import { readJob } from '../../action/read-job.ts';
import { refuseOtherRefs } from '../../action/refuse-other-refs.ts';
import { runAction } from '../../action/run-action.ts';
import { writeSummary } from '../../action/write-summary.ts';
import { createOctokitGitHub } from '../../github/octokit-github.ts';
import { createOctokitOrganisation } from '../../organisation/octokit-organisation.ts';
import { realClock } from '../../records/real-clock.ts';
import { syncAccess, type Mode } from './main.ts';

await runAction(async (signal) => {
  const { apiUrl, label, repository, event, ref, runId } = await readJob();
  const mode = readMode(requireInput('mode'));
  refuseOtherRefs(ref);
  const token = requireInput('token');
  const runner = requireInput('runner-repository');
  const order = { token, apiUrl, signal, job: label };
  const catalogue = createOctokitGitHub({ ...order, repository });
  const said = await syncAccess(mode, {
    control: {
      ...{ catalogue, clock: realClock(signal), log: info },
      runner: createOctokitGitHub({ ...order, repository: runner }),
      bot: await findBot(catalogue, requireInput('app-slug')),
    },
    organisation: createOctokitOrganisation({ ...order, repository }),
    place: { catalogue: repository, runner, appId: requireAppId() },
    event: { ...event, run: runId },
  });
  await writeSummary(said);
});

function readMode(text: string): Mode {
  const found = (['plan', 'apply', 'drift'] as const).find((mode) => mode === text);
  if (found !== undefined) return found;
  throw new Failure('USAGE', `Input mode: expected plan, apply or drift, found ${text}`);
}

function requireAppId(): number {
  requireInput('app-id');
  return readCount('app-id') ?? 0;
}
