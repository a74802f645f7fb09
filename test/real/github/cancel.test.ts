import { glob } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { catalogue, type LocalGarden } from '../../helpers/github/local-garden.ts';
import { commentsOf, trainingForm, trainingGarden } from '../../helpers/github/training-garden.ts';

const orangery = { owner: 'garden', repo: 'orangery' };
const timeout = 600_000;

/** Where trials of a machine have their results, from the folder of the jobs. */
const resultFiles = {
  'retrain.yml': 'temp/orangery-*/state/runs/*/trials/*/result-1.json',
  'retrain-shared.yml': 'work/*/*/out/work/study/trials/*/result-1.json',
};

async function firstResult({ folder }: LocalGarden, pattern: string): Promise<void> {
  for (let tries = 0; tries < 900; tries += 1) {
    for await (const _ of glob(`work/*/${pattern}`, { cwd: folder })) return;
    await sleep(200);
  }
  throw new Error('expected a trial that ends within three minutes, found none');
}

interface Begun {
  readonly garden: LocalGarden;
  readonly issue: number;
  /** Of the result. */
  readonly pull: number;
}

/** A training of ada’s that has a first result. */
async function begin(workflow: keyof typeof resultFiles, trials: number): Promise<Begun> {
  const garden = await trainingGarden();
  const machines = workflow === 'retrain.yml' ? 1 : 2;
  const issue = await garden.hub.submitIssueForm('ada', catalogue, {
    title: 'Retrain seed-classifier',
    body: trainingForm({ child: 'ada-seeds', trials, hours: 1, machines }),
    labels: ['retrain'],
  });
  await firstResult(garden, resultFiles[workflow]);
  const route = 'GET /repos/{owner}/{repo}/pulls';
  const { data: pulls } = await garden.hub.as('ada').request(route, orangery);
  return { garden, issue, pull: pulls[0]!.number };
}

/** The pull request holds the best so far, and says so. */
async function expectBest({ garden, pull }: Begun, log: string): Promise<void> {
  const { hub } = garden;
  const [job, ...others] = await commentsOf(garden, pull, 'job');
  expect(others).toEqual([]);
  expect(job, log).toContain('Done');
  expect(job).toMatch(/It was cancelled: this is trial \d+, the best of \d+ that had begun/);
  const place = { ...orangery, pull_number: pull };
  const root = hub.as('root');
  const { data } = await root.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', place);
  expect(data).toMatchObject({ draft: false, state: 'open' });
  const files = await root.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', place);
  expect(files.data.map(({ filename }) => filename)).toContain('modules/ada-seeds/module.md');
  expect(hub.problems).toEqual([]);
}

it('/cancel ends a training with the best so far as its result', { timeout }, async () => {
  const begun = await begin('retrain.yml', 1000);
  const { garden, pull } = begun;
  const { hub, executor } = garden;
  await hub.as('ada').request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...{ ...orangery, issue_number: pull, body: '/cancel' },
  });
  await executor.idle();
  const [answer] = await commentsOf(garden, pull, 'answers');
  expect(answer).toContain('is being stopped: the best so far becomes the result');
  const run = executor.runs.find(({ workflow }) => workflow === 'retrain.yml');
  const work = run?.jobs.find(({ name }) => name === 'work');
  expect(work?.conclusion).toBe('cancelled');
  await expectBest(begun, work!.log);
});

it('a shared training that is cancelled on GitHub does too', { timeout }, async () => {
  const begun = await begin('retrain-shared.yml', 64);
  const { hub, executor } = begun.garden;
  const { id } = executor.runs.find(({ workflow }) => workflow === 'retrain-shared.yml')!;
  await hub.as('root').request('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', {
    ...{ owner: 'garden', repo: 'orangery-runner', run_id: id },
  });
  await executor.idle();
  const run = executor.runs.find((one) => one.id === id);
  const shares = run!.jobs.filter(({ name }) => name.startsWith('trials'));
  expect(shares.map(({ conclusion }) => conclusion)).toContain('cancelled');
  await expectBest(begun, run!.jobs.map(({ log }) => log).join('\n'));
});
