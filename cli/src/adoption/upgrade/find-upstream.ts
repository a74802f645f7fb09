import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import { checkGitLink } from '../git-link.ts';
import { askGit, type GitPlace } from '../git.ts';

const file = 'orangery.config.yml';

/**
 * Where new versions come from: what was said, a remote or an address; else `upstream` of the configuration; else
 * the remote of that name.
 * @throws Failure USAGE
 */
export async function findUpstream(place: GitPlace, from: string | undefined): Promise<string> {
  const said = from ?? (await readRecord('configuration', join(place.folder, file), file)).upstream;
  const remote = await askGit(place, 'remote', 'get-url', '--', said ?? 'upstream');
  const link = remote?.trim() ?? said;
  if (link !== undefined) return checkGitLink(link, said === undefined ? 'upstream' : '--from');
  throw new Failure('USAGE', '--from: expected where new versions come from, found none', {
    hint: `Say --from <address>, or write it as upstream: into ${file}.`,
  });
}
