import { describe, expect, it } from 'vitest';
import { runnerFolders } from '../../cli/src/folders.ts';
import type { Context } from '../../cli/src/verb.ts';
import { caught } from '../helpers/caught.ts';
import { root } from '../helpers/orangery.ts';

const foldersOf = async (env: Context['env']) =>
  runnerFolders({ cwd: root, env: { HOME: '/home/ada', ...env } } as unknown as Context);

describe('runnerFolders', () => {
  it('takes the folders that are usual on this system', async () => {
    expect(await foldersOf({})).toEqual({
      root,
      cache: '/home/ada/.cache/orangery',
      state: '/home/ada/.local/state/orangery',
      searchPath: undefined,
      deviceEnvironment: { HOME: '/home/ada' },
    });
  });

  it('takes those that the environment names', async () => {
    const env = {
      ORANGERY_CACHE: '/data/cache',
      ORANGERY_CACHE_BYTES: '50000000000',
      ORANGERY_STATE: '/data/state',
    };
    const found = await foldersOf(env);
    expect(found).toMatchObject({ cache: '/data/cache', cacheBytes: 5e10, state: '/data/state' });
  });

  it.each(['50GB', '-1', '1e9', '99999999999999999999'])(
    'refuses %s as the size of the cache',
    async (text) => {
      expect(await caught(async () => foldersOf({ ORANGERY_CACHE_BYTES: text }))).toBe(
        `USAGE ORANGERY_CACHE_BYTES: expected a number of bytes, found "${text}"`,
      );
    },
  );
});
