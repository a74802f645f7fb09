import { beforeEach, describe, expect, it } from 'vitest';
import { openRegistry } from '../../../actions/machines/octokit-registry.ts';
import { withoutSecrets } from '../../../schemas/src/secrets.ts';
import { localGitHub, type CheckedGitHub } from '../../helpers/github/local-github.ts';

const org = 'acme';
let hub: CheckedGitHub;

beforeEach(async () => {
  hub = await localGitHub();
});

async function makeGroup(change: object = {}, repositories = ['runner']): Promise<void> {
  const ids = await Promise.all(
    repositories.map(
      async (repo) => (await hub.as('ada').rest.repos.get({ owner: org, repo })).data.id,
    ),
  );
  await hub.as('ada').request('POST /orgs/{org}/actions/runner-groups', {
    ...{ org, name: 'orangery', visibility: 'selected', selected_repository_ids: ids },
    ...change,
  });
}

function open(login = 'ada', repository = 'acme/runner') {
  return openRegistry({
    ...{ token: hub.tokenOf(login), apiUrl: hub.url, repository, job: 'this command' },
    ...{ signal: new AbortController().signal, labels: ['gpu'], workFolder: '/machine' },
  });
}

it('makes, lists and removes machines of one job, in the group of the runner repository', async () => {
  await makeGroup();
  const registry = await open();
  const { id, configuration } = await registry.create('oak-1');
  await registry.create('elm-1');
  expect(withoutSecrets(`it is ${configuration}`)).not.toContain(configuration);
  expect(await registry.list('oak-')).toEqual([
    { id, name: 'oak-1', isOnline: false, isBusy: false },
  ]);
  const kept = hub.state.organisation.runners.get(id)!;
  expect(kept.labels).toMatchObject([{ name: 'self-hosted' }, { name: 'gpu' }]);
  hub.state.organisation.runners.set(id, { ...kept, busy: true });
  expect(await registry.remove(id)).toBe(false);
  hub.state.organisation.runners.set(id, { ...kept, busy: false });
  expect(await registry.remove(id)).toBe(true);
  expect(await registry.remove(id)).toBe(true);
  expect(hub.problems).toEqual([]);
});

describe('is refused where others could use the machines:', () => {
  it.each([
    ['no group', null, 'expected it, found none'],
    ['all repositories', { visibility: 'all' }, 'found it for all'],
    ['public ones too', { allows_public_repositories: true }, 'public ones too'],
  ])('%s', async (_, change, message) => {
    if (change !== null) await makeGroup(change);
    await expect(open()).rejects.toMatchObject({
      ...{ code: 'ACCESS_REFUSED', message: expect.stringContaining(message) },
    });
  });

  it('another repository of the group', async () => {
    await makeGroup({}, ['runner', 'catalogue']);
    await expect(open()).rejects.toThrow('found it for acme/catalogue, acme/runner');
  });

  it('a public repository', async () => {
    await makeGroup({}, ['catalogue']);
    await expect(open('ada', 'acme/catalogue')).rejects.toThrow('found a public one');
  });
});

it('says which permission a token lacks, and that one has expired', async () => {
  await makeGroup();
  const refused = open('dora');
  await expect(refused).rejects.toMatchObject({ code: 'GITHUB_FAILED' });
  await expect(refused).rejects.toThrow(/40[34]/);
  hub.failNext({
    method: 'POST',
    path: /generate-jitconfig$/,
    status: 403,
    message: 'Resource not accessible',
  });
  await expect((await open()).create('oak-1')).rejects.toThrow('403');
  hub.expireToken(hub.tokenOf('ada'));
  await expect(open()).rejects.toThrow('401');
});
