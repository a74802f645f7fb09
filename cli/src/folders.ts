import { homedir } from 'node:os';
import { join } from 'node:path';
import { pickDeviceEnvironment, type RunnerFolders } from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import type { Context } from './verb.ts';

/**
 * Where the runner keeps things: XDG folders, or those that ORANGERY_CACHE and ORANGERY_STATE name.
 * @throws Failure USAGE when ORANGERY_CACHE_BYTES is no number of bytes
 */
export async function runnerFolders(context: Context): Promise<RunnerFolders> {
  return { root: await findRoot(context.cwd), ...personalFolders(context) };
}

/**
 * The same without the marketplace, for what works outside of one too.
 * @throws Failure USAGE when ORANGERY_CACHE_BYTES is no number of bytes
 */
export function personalFolders({ env }: Pick<Context, 'env'>): Omit<RunnerFolders, 'root'> {
  const home = env.HOME ?? homedir();
  return {
    cache: env.ORANGERY_CACHE ?? join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'orangery'),
    state:
      env.ORANGERY_STATE ?? join(env.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'orangery'),
    ...cacheBytesOf(env.ORANGERY_CACHE_BYTES),
    searchPath: env.PATH,
    deviceEnvironment: pickDeviceEnvironment(env),
  };
}

function cacheBytesOf(text: string | undefined): Pick<RunnerFolders, 'cacheBytes'> {
  if (text === undefined || text === '') return {};
  const cacheBytes = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(cacheBytes)) return { cacheBytes };
  throw new Failure('USAGE', `ORANGERY_CACHE_BYTES: expected a number of bytes, found "${text}"`, {
    hint: 'For example 50000000000 for 50 GB; without it the cache grows to 20 GiB.',
  });
}
