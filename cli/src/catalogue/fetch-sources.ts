import { join, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { findRoot, readRecord } from '@orangery/schemas/files';
import { personalFolders } from '../folders.ts';
import type { Context } from '../verb.ts';
import { fetchSource, type FetchedSource } from './fetch-source.ts';

const file = 'orangery.config.yml';

/**
 * Fetches the other repositories that `orangery.config.yml` names. What is private is not even fetched for a
 * catalogue that everybody sees.
 * @throws Failure FILE_INVALID, DOWNLOAD_FAILED, and what else fetching one throws
 */
export async function fetchSources(
  isInternal: boolean,
  context: Context,
): Promise<readonly FetchedSource[]> {
  const { cwd, env, terminal } = context;
  const root =
    env.ORANGERY_ROOT === undefined ? await findRoot(cwd) : resolve(cwd, env.ORANGERY_ROOT);
  const { sources = [] } = await readRecord('configuration', join(root, file), file);
  const twin = sources.find(
    ({ name }, index) => sources.findIndex((one) => one.name === name) < index,
  );
  if (twin !== undefined) {
    throw new Failure(
      'FILE_INVALID',
      `${file}: expected sources of different names, found two of ${twin.name}`,
    );
  }
  const place = { root, cache: personalFolders(context).cache, context };
  const fetched: FetchedSource[] = [];
  for (const source of sources) {
    if (source.visibility === 'private' && !isInternal) continue;
    terminal.note(`Fetching ${source.name} …`);
    fetched.push(await fetchSource(source, place));
  }
  return fetched;
}
