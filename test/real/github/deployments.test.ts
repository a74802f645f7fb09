import { expect, it } from 'vitest';
import { appendLines } from '../../helpers/github/append-lines.ts';
import { catalogue, localGarden } from '../../helpers/github/local-garden.ts';
import { testPermissions } from '../../helpers/github/permissions/test-permissions.ts';
import { line } from '../../actions/deployments/deployment-arbitraries.ts';

const o = { owner: 'garden', repo: 'orangery' };
const workflow = 'deployments.yml';

testPermissions([`.github/workflows/${workflow}`]);

it('what the deployment host records is shown by a job of main, and by no other', async () => {
  const garden = await localGarden();
  const { hub, executor } = garden;
  const address = 'https://models.example.org/seeds/';
  const message = 'Asked for in #1 by @ada';
  await appendLines(garden, (commit) => [
    line({ commit, act: 'deploy', actor: 'ada', address, message }),
    line({ commit, stage: 'staging', health: 'unhealthy' }),
  ]);
  await executor.idle();
  // what is pushed to records starts nothing
  expect(executor.runs).toEqual([]);

  hub.emitSchedule(catalogue, workflow);
  await executor.idle();
  const run = executor.runs.at(-1);
  expect(run?.conclusion, run?.jobs.map(({ log }) => log).join('\n')).toBe('success');
  expect(run?.jobs[0]!.summary).toContain('success');
  const { rest } = hub.as('ulla');
  const { data } = await rest.repos.listDeployments({ ...o, environment: 'seeds/production' });
  expect(data).toMatchObject([{ creator: { login: 'github-actions[bot]' } }]);
  const found = await rest.repos.listDeploymentStatuses({ ...o, deployment_id: data[0]!.id });
  expect(found.data).toMatchObject([
    {
      ...{ state: 'success', environment_url: address },
      description: 'deploy by ada: Asked for in #\u200b1 by @\u200bada',
    },
  ]);

  hub.emitSchedule(catalogue, workflow);
  await executor.idle();
  expect(executor.runs.at(-1)?.jobs[0]!.summary).toContain('shows what is recorded');
  const again = await rest.repos.listDeploymentStatuses({ ...o, deployment_id: data[0]!.id });
  expect(again.data).toHaveLength(1);
  expect(hub.problems).toEqual([]);
}, 300_000);
