import { runCommand } from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import type { Context } from '../verb.ts';

const timeoutMs = 10 * 60_000;

/** Of programs that Git starts to ask for keys, and of whom a commit is. */
const passed = [
  ...[
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'TMPDIR',
    'XDG_CONFIG_HOME',
    'SSH_AUTH_SOCK',
    'SSL_CERT_FILE',
  ],
  ...['GIT_SSH_COMMAND', 'GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM'],
  ...['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'],
  ...['https_proxy', 'http_proxy', 'no_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
];

/** Nothing of a repository runs by itself, and no address starts a program. */
const settings = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'protocol.ext.allow=never'];

export interface GitPlace {
  /** Folder that Git works in. */
  readonly folder: string;
  readonly context: Pick<Context, 'env' | 'signal'>;
  /** More of its environment. */
  readonly more?: Readonly<Record<string, string>>;
}

/**
 * Runs Git, and gives what it prints.
 * @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function git({ folder, context, more }: GitPlace, ...args: string[]): Promise<string> {
  const { env, signal } = context;
  const known = passed.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  const { stdout } = await runCommand('git', [...settings.flatMap((one) => ['-c', one]), ...args], {
    ...{ cwd: folder, signal, timeoutMs },
    // it asks nobody: there may be nobody
    env: { ...Object.fromEntries(known), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', ...more },
  });
  return stdout;
}

/** The same; null where Git says no. */
export async function askGit(place: GitPlace, ...args: string[]): Promise<string | null> {
  try {
    return await git(place, ...args);
  } catch (error) {
    if (error instanceof Failure && error.code === 'COMMAND_FAILED') return null;
    throw error;
  }
}

/**
 * Sees that a folder is the top of a Git repository with a commit.
 * @throws Failure FILE_MISSING
 */
export async function needRepository(place: GitPlace): Promise<void> {
  const inside = await askGit(place, 'rev-parse', '--show-cdup');
  if (inside === null || inside.trim() !== '') {
    throw new Failure('FILE_MISSING', `${place.folder}: expected a Git repository, found none`, {
      hint: 'Clone the marketplace, or: git init && git add --all && git commit --message "Begin"',
    });
  }
  if ((await askGit(place, 'rev-parse', '--verify', '--quiet', 'HEAD^{commit}')) !== null) return;
  throw new Failure('FILE_MISSING', `${place.folder}: expected a commit, found none`, {
    hint: 'Commit what is there, so that nothing is lost: git add --all && git commit --message "Begin"',
  });
}

/** Paths that differ from the last commit, or are in none; ignored ones are not. */
export async function uncommitted(place: GitPlace): Promise<readonly string[]> {
  const text = await git(
    place,
    'status',
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=all',
  );
  return text
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
}
