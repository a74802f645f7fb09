import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { Failure, formatBytes, toFailure, type Source } from '@orangery/schemas';
import { checkGitLink } from '../adoption/git-link.ts';
import { git, type GitPlace } from '../adoption/git.ts';
import { tokenSettings } from '../adoption/token-settings.ts';
import type { Context } from '../verb.ts';
import { limitSize } from './limit-size.ts';
import { tokenName } from './source-token.ts';

const fetchMs = 5 * 60_000;
const mostFetchedBytes = 1024 ** 3;
const mostFileBytes = 512 * 1024 ** 2;
const mostFiles = 200_000;
const keptMs = 24 * 60 * 60_000;

/** A source as it lies on this machine. */
export interface FetchedSource extends Pick<Source, 'name' | 'visibility'> {
  /** Folder that holds its `modules/`. */
  readonly folder: string;
  readonly commit: string;
  /** `owner/name`, when it lies on GitHub. */
  readonly repository?: string;
}

export interface FetchPlace {
  /** Folder of the marketplace, from which paths go. */
  readonly root: string;
  readonly cache: string;
  readonly context: Context;
}

/**
 * Fetches the newest commit of a source, without its history, and lays out its modules; what is there already is
 * not fetched again. Nothing of it is run.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, LINK_INVALID, ARCHIVE_UNSAFE, TIMED_OUT, CANCELLED
 */
export async function fetchSource(source: Source, place: FetchPlace): Promise<FetchedSource> {
  const { name, visibility } = source;
  const what = `sources: ${name}`;
  checkGitLink(source.link, what);
  const link = isPath(source.link) ? resolve(place.root, source.link) : source.link;
  const key = createHash('sha256').update(`${name}\0${link}`).digest('hex').slice(0, 16);
  const folder = join(place.cache, 'sources', `${name}-${key}`);
  const { env, signal } = place.context;
  const limit = { folder, mostBytes: mostFetchedBytes, what };
  const time = AbortSignal.timeout(fetchMs);
  const commit = await limitSize({ ...limit, signal: AbortSignal.any([signal, time]) }, (ended) =>
    fetchCommit({ ...source, link }, folder, { env, signal: ended }),
  ).catch((error: unknown) => {
    throw time.aborted && !signal.aborted ? tooSlow(what) : error;
  });
  const laid = await layOut(
    { folder: join(folder, 'repository'), context: place.context },
    commit,
    what,
  );
  const repository = /^https:\/\/github\.com\/([\w-]+\/[\w.-]+?)(\.git)?\/?$/.exec(link)?.[1];
  return {
    name,
    visibility,
    folder: laid,
    commit,
    ...(repository !== undefined && { repository }),
  };
}

function isPath(link: string): boolean {
  return isAbsolute(link) || !/^([\w.-]+@)?[\w.-]+:/.test(link);
}

function tooSlow(what: string): Failure {
  return new Failure('TIMED_OUT', `${what}: not fetched within ${fetchMs / 60_000} minutes`);
}

async function fetchCommit(
  { name, link, ref = 'HEAD' }: Source,
  folder: string,
  context: GitPlace['context'],
): Promise<string> {
  const repository = join(folder, 'repository');
  await mkdir(repository, { recursive: true });
  const token = context.env[tokenName(name)];
  const place = { folder: repository, context, more: tokenSettings(link, token) };
  await git(place, 'init', '--quiet', '--bare');
  const quiet = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head', '--force'];
  try {
    await git(place, 'fetch', ...quiet, '--', link, `${ref}:refs/orangery/source`);
  } catch (error) {
    const { code, message } = toFailure(error);
    if (code !== 'COMMAND_FAILED') throw error;
    const last = message.split('\n').slice(1).join('\n').trim() || message;
    throw new Failure(
      'DOWNLOAD_FAILED',
      `sources: ${name}: ${ref} of ${link} cannot be fetched:\n${last}`,
      {
        cause: error,
        hint: `Try it: git ls-remote ${link}. Of a private one, give a token by ${tokenName(name)}.`,
      },
    );
  }
  return (await git(place, 'rev-parse', '--verify', 'refs/orangery/source^{commit}')).trim();
}

/** Its modules as plain files, in a folder of its commit that appears when it is whole. */
async function layOut(repository: GitPlace, commit: string, what: string): Promise<string> {
  const parent = join(repository.folder, '..');
  const folder = join(parent, commit);
  if (await isThere(folder)) return folder;
  await checkEntries(repository, commit, what);
  const temporary = await mkdtemp(join(parent, 'new-'));
  try {
    // neither filters nor line ends of this machine's settings change a byte
    const plain = {
      ...repository,
      more: {
        ...{ GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_ATTR_NOSYSTEM: '1' },
        ...{ GIT_INDEX_FILE: join(temporary, 'index'), GIT_WORK_TREE: join(temporary, 'tree') },
      },
    };
    await mkdir(join(temporary, 'tree', 'modules'), { recursive: true });
    await git(plain, 'read-tree', '--empty');
    await git(plain, 'read-tree', '--prefix=modules/', `${commit}:modules`);
    await git(plain, 'checkout-index', '--all', '--force');
    await rename(join(temporary, 'tree'), folder).catch(async (error: unknown) => {
      // somebody else was faster
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await removeOld(parent, commit);
  return folder;
}

/** Links could lead out, and what is far too large would fill the disk. */
async function checkEntries(repository: GitPlace, commit: string, what: string): Promise<void> {
  const text = await git(repository, 'ls-tree', '-r', '-l', '-z', commit, '--', 'modules/');
  const lines = text.split('\0').filter((line) => line !== '');
  const entries = lines.map((line) => /^(\d+) \w+ [0-9a-f]+ +(\d+|-)\t([^]*)$/.exec(line)!);
  if (entries.length === 0) {
    throw new Failure('FILE_MISSING', `${what}: expected modules/ in its repository, found none`, {
      hint: 'A source is a repository whose modules lie in modules/<id>/, as here.',
    });
  }
  const odd = entries.find(([, mode]) => mode !== '100644' && mode !== '100755');
  if (odd !== undefined) {
    throw new Failure(
      'ARCHIVE_UNSAFE',
      `${what}: ${odd[3]}: expected a plain file, found a link or a submodule`,
      {
        hint: 'Ask whoever keeps it for a plain file.',
      },
    );
  }
  const bytes = entries.reduce((sum, [, , size]) => sum + Number(size), 0);
  if (bytes <= mostFileBytes && entries.length <= mostFiles) return;
  throw new Failure(
    'DOWNLOAD_TOO_LARGE',
    `${what}: expected at most ${formatBytes(mostFileBytes)} in ${mostFiles} files of modules, found ${formatBytes(bytes)} in ${entries.length}`,
  );
}

/** Commits of before, but for those that another build may be reading. */
async function removeOld(parent: string, commit: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const isOther = /^[0-9a-f]{40}$/.test(name) && name !== commit;
    if (!isOther) continue;
    const { mtimeMs } = await stat(join(parent, name));
    if (Date.now() - mtimeMs > keptMs)
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
