import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../../runner/src/dataset/cache/with-lock.ts';
import { localGitHub } from '../../../helpers/github/local-github.ts';
import { orangery } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const place = ['--runner', 'acme/runner', '--name', 'oak'];

/** An organisation with machines, and what a command needs to reach it. */
async function organisation(): Promise<Record<string, string>> {
  const hub = await localGitHub();
  const { rest, request } = hub.as('ada');
  const { data } = await rest.repos.get({ owner: 'acme', repo: 'runner' });
  await request('POST /orgs/{org}/actions/runner-groups', {
    ...{ org: 'acme', name: 'orangery', visibility: 'selected' },
    selected_repository_ids: [data.id],
  });
  const ORANGERY_STATE = await tempFolder();
  return { GITHUB_TOKEN: hub.tokenOf('ada'), GITHUB_API_URL: hub.url, ORANGERY_STATE };
}

describe('orangery runner', () => {
  it.each([['up'], ['status'], ['down']])('%s asks for a token', async (command) => {
    const ORANGERY_STATE = await tempFolder();
    const env = { GITHUB_TOKEN: '', ORANGERY_STATE };
    const { code, stderr } = await orangery(['runner', command, ...place], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining('GITHUB_TOKEN: expected a token')]);
  });

  it.each([
    ['--machines', '0', 'a whole number from 1 to 64'],
    ['--gpus', 'all', 'a whole number from 0 to 16'],
    ['--memory', '-1', 'a number above 0'],
    ['--name', 'Oak/..', 'small letters, digits and hyphens'],
  ])('up %s %s is wrong usage', async (option, value, message) => {
    const { code, stderr } = await orangery(['runner', 'up', option, value]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says that there is no engine, and tells GitHub nothing', async () => {
    const env = { ...(await organisation()), PATH: dirname(process.execPath) };
    const { code, stderr } = await orangery(['runner', 'up', ...place], { env });
    expect([code, stderr]).toEqual([1, expect.stringContaining('ENGINE_UNAVAILABLE')]);
  });

  it('lets one at a time have the machines of a name', async () => {
    const env = await organisation();
    const lock = join(env.ORANGERY_STATE!, 'machines/oak/up');
    await mkdir(dirname(lock), { recursive: true });
    const options = { signal: new AbortController().signal, label: 'x', timeoutMs: 0 };
    for (const command of ['up', 'down']) {
      const { code, stderr } = await withLock(lock, options, () =>
        orangery(['runner', command, ...place], { env }),
      );
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('Machines oak: expected another'),
      ]);
    }
  });
});
