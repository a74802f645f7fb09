import { beforeEach, expect, it } from 'vitest';
import { createOctokitDeployments } from '../../../actions/deployments/src/github-deployments.ts';
import { showDeployments, type Limits } from '../../../actions/deployments/src/main.ts';
import { createOctokitGitHub } from '../../../actions/github/octokit-github.ts';
import type { GitHub } from '../../../actions/github/github.ts';
import { appendRecords } from '../../../actions/records/append-records.ts';
import { localGitHub, type CheckedGitHub } from '../../helpers/github/local-github.ts';
import { line } from './deployment-arbitraries.ts';

const o = { owner: 'acme', repo: 'catalogue' };
const files = { 'README.md': '# Catalogue\n' };

let hub: CheckedGitHub;
let catalogue: GitHub;
let order: Parameters<typeof createOctokitDeployments>[0];
let commit: string;

beforeEach(async () => {
  hub = await localGitHub({ repositories: [{ name: 'catalogue', files }] });
  order = {
    ...{ token: hub.tokenOf('ada'), apiUrl: hub.url, repository: 'acme/catalogue', bot: 'ada' },
    signal: new AbortController().signal,
  };
  catalogue = createOctokitGitHub(order);
  commit = (await catalogue.getBranch('main'))!;
});

const clock = { now: Date.now, pause: () => Promise.resolve() };

async function record(...changes: Parameters<typeof line>[0][]): Promise<void> {
  await appendRecords(catalogue, clock, () => changes.map((one) => line({ commit, ...one })));
}

function show(wanted: readonly string[] = [], limits?: Limits) {
  const deployments = createOctokitDeployments(order);
  return showDeployments({ catalogue, deployments, wanted, ...(limits && { limits }) });
}

/** Environment, version and state, as people see them; the newest first. */
async function seen(): Promise<string[]> {
  const { rest } = hub.as('ben');
  const { data } = await rest.repos.listDeployments(o);
  return Promise.all(
    data.map(async ({ id, environment, description }) => {
      const found = await rest.repos.listDeploymentStatuses({ ...o, deployment_id: id });
      return `${environment} ${description} ${found.data[0]?.state ?? 'none'}`;
    }),
  );
}

const writes = (): number => hub.exchanges.filter(({ method }) => method !== 'GET').length;
const second = { id: 'seed-classifier', version: '2.0.0' };
const address = 'https://models.example.org/seeds/';

it('shows what was recorded, once', async () => {
  await record({ act: 'deploy', actor: 'mo', address }, { stage: 'staging', health: 'unhealthy' });
  expect(await show()).toHaveLength(2);
  expect((await seen()).sort()).toEqual([
    'seeds/production seed-classifier@1.0.0 success',
    'seeds/staging seed-classifier@1.0.0 failure',
  ]);
  const before = writes();
  expect(await show()).toEqual([]);
  expect(writes()).toBe(before);
  const { data } = await hub.as('ben').rest.repos.listDeployments({
    ...{ ...o, environment: 'seeds/production' },
  });
  expect(data[0]).toMatchObject({ sha: commit, production_environment: true });
  expect(hub.problems).toEqual([]);
});

it('follows a new version and its end, and leaves what others made', async () => {
  await hub.as('ben').rest.repos.createDeployment({ ...o, ref: 'main', task: 'deploy:orangery' });
  await hub.as('ada').rest.repos.createDeployment({ ...o, ref: 'main', environment: 'mine' });
  await record({});
  await show();
  await record({ at: '2026-11-20T11:00:00Z', module: second });
  await show();
  const others = ['mine null none', 'production null none'];
  expect(await seen()).toEqual([
    'seeds/production seed-classifier@2.0.0 success',
    'seeds/production seed-classifier@1.0.0 inactive',
    ...others,
  ]);
  await record({ at: '2026-11-20T12:00:00Z', module: second, health: 'stopped' });
  await show();
  expect((await seen())[0]).toBe('seeds/production seed-classifier@2.0.0 inactive');
  expect(hub.problems).toEqual([]);
});

it('goes on where it was cut off between a Deployment and its status', async () => {
  await record({});
  hub.failNext({ path: /\/statuses$/, status: 403, method: 'POST' });
  await expect(show()).rejects.toMatchObject({ code: 'GITHUB_FAILED' });
  expect(await seen()).toEqual(['seeds/production seed-classifier@1.0.0 none']);
  await show();
  expect(await seen()).toEqual(['seeds/production seed-classifier@1.0.0 success']);
});

it('does in several runs what is too much for one', async () => {
  await record(...['a', 'b', 'c'].map((deployment) => ({ deployment })));
  const limits = { looks: 2, changes: 2 };
  expect((await show([], limits)).at(-1)).toBe('1 more changes: the next run does them');
  await show([], limits);
  expect(await show([], limits)).toEqual([]);
  expect(await seen()).toHaveLength(3);
});

it('says which commit is not there, and shows the rest', async () => {
  await record({ commit: 'c'.repeat(40), stage: 'staging' }, {});
  expect((await show()).join('\n')).toContain('not shown, this repository has no such commit');
  expect(await seen()).toEqual(['seeds/production seed-classifier@1.0.0 success']);
});

it('shows what can be read, and fails for what cannot', async () => {
  await record({});
  const parent = (await catalogue.getBranch('records'))!;
  const text = `${JSON.stringify(line({ commit }))}\n{"schema":"deployment-state/1"}\n`;
  const change = { parent, message: 'x', files: { '2026-11.ndjson': text } };
  await catalogue.moveBranch('records', await catalogue.createCommit(change));
  await expect(show()).rejects.toMatchObject({ code: 'FILE_INVALID' });
  expect(await seen()).toEqual(['seeds/production seed-classifier@1.0.0 success']);
});

it('removes what no line tells of and no file names', async () => {
  await record({});
  await show();
  const text = `${JSON.stringify(line({ deployment: 'leaves', commit }))}\n`;
  const order = { parent: null, message: 'records', files: { '2026-12.ndjson': text } };
  const fresh = await catalogue.createCommit(order);
  await catalogue.deleteBranch('records');
  await catalogue.createBranch('records', fresh);
  await show(['seeds/production']);
  expect(await seen()).toHaveLength(2);
  await show();
  expect(await seen()).toEqual(['leaves/production seed-classifier@1.0.0 success']);
});

it('changes nothing where GitHub does not tell all', async () => {
  await record({});
  hub.failNext({ path: /\/deployments$/, status: 403, method: 'GET' });
  const before = writes();
  await expect(show()).rejects.toMatchObject({ code: 'GITHUB_FAILED' });
  expect(writes()).toBe(before);
});
