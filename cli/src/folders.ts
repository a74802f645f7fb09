import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RunnerFolders } from '@orangery/runner';
import { findRoot } from '@orangery/schemas/files';
import type { Context } from './verb.ts';

/** Where the runner keeps things: XDG folders, or those that ORANGERY_CACHE and ORANGERY_STATE name. */
export async function runnerFolders({ cwd, env }: Context): Promise<RunnerFolders> {
  const home = env.HOME ?? homedir();
  return {
    root: await findRoot(cwd),
    cache: env.ORANGERY_CACHE ?? join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'orangery'),
    state:
      env.ORANGERY_STATE ?? join(env.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'orangery'),
    searchPath: env.PATH,
  };
}
