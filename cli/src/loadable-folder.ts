import { basename } from 'node:path';
import { readDatasetAccess, silentLogger, withWeights } from '@orangery/runner';
import { agingOf, warnOfAge } from './life-cycle.ts';
import { resolveModuleFolder } from './module-folder.ts';
import { personalFolders } from './folders.ts';
import type { Context } from './verb.ts';

/**
 * The folder that a module is loaded from, by its id or path; weights behind a link are fetched first.
 * Says so when it is not to be used any more.
 * @throws Failure MODULE_UNKNOWN, MODULE_INVALID, DOWNLOAD_FAILED, VERIFY_FAILED
 */
export async function loadableFolder(name: string, context: Context): Promise<string> {
  const { cache, cacheBytes } = personalFolders(context);
  const { signal, terminal, env } = context;
  const folder = await resolveModuleFolder(name, context.cwd);
  warnOfAge(await agingOf(basename(folder), folder), context);
  return withWeights(folder, {
    cacheFolder: cache,
    ...(cacheBytes !== undefined && { cacheBytes }),
    access: readDatasetAccess(env),
    world: {
      now: Date.now,
      signal,
      logger: { ...silentLogger, info: (message) => terminal.note(message) },
      report: () => {},
    },
  });
}
