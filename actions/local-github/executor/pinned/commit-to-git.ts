import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@orangery/runner/command';
import { Failure } from '@orangery/schemas';
import type { GitObject } from '../../forge.ts';
import type { PinnedCall } from './pinned-action.ts';
import { writeHistory } from './write-history.ts';

const limitMs = 60_000;

export interface GitOrder {
  readonly folder: string;
  readonly commit: string;
  /** The real commits, where the forge has them and they were asked for. */
  readonly history?: readonly GitObject[];
  /** The default branch, with the history: `origin/main`. */
  readonly branch?: { readonly name: string; readonly commit: string };
  /** Left in the repository's settings; null for none. */
  readonly token: string | null;
}

/**
 * Makes a Git repository of the checked out files, so that `git` works there: with its history, or with one
 * commit whose hash is not that of the real one. Where the machine has no Git, the files are all there is.
 */
export async function commitToGit(call: PinnedCall, order: GitOrder): Promise<void> {
  const { session, signal } = call;
  const git: Git = async (...args) => {
    const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'init.defaultBranch=main'];
    await runCommand('git', [...settings, ...args], {
      ...{ cwd: order.folder, signal, timeoutMs: limitMs },
      env: gitEnv(session.systemPath, session.folders.home),
    });
  };
  try {
    await git('init', '--quiet');
    if (order.history === undefined) await commitFiles(git, order.commit);
    else {
      await writeHistory(order.folder, order.history);
      await git('update-ref', '--no-deref', 'HEAD', order.commit);
      await git('read-tree', 'HEAD');
    }
    const { branch } = order;
    if (branch !== undefined) {
      await git('update-ref', `refs/remotes/origin/${branch.name}`, branch.commit);
    }
    if (order.token === null) return;
    await git('config', '--local', 'include.path', await writeCredentials(call, order.token));
  } catch (error) {
    const isMissing = error instanceof Failure && error.message.includes('no such program');
    if (!isMissing) throw error;
    session.log.write('This machine has no git: the checkout is files only.');
  }
}

type Git = (...args: readonly string[]) => Promise<void>;

async function commitFiles(git: Git, message: string): Promise<void> {
  await git('add', '--all', '--force', '--', '.');
  await git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', message);
}

/** Like the real action since its version 6: in a file beside the checkout. */
async function writeCredentials({ session }: PinnedCall, token: string): Promise<string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  session.log.mask(basic);
  const path = join(session.folders.temp, `git-credentials-${randomUUID()}.config`);
  const section = `[http "${session.forge.apiUrl}/"]`;
  await writeFile(path, `${section}\n\textraheader = AUTHORIZATION: basic ${basic}\n`);
  return path;
}

function gitEnv(path: string, home: string): Record<string, string> {
  const who = { NAME: 'orangery', EMAIL: 'orangery@localhost', DATE: '2000-01-01T12:00:00Z' };
  const names = Object.entries(who).flatMap(([key, value]) => [
    [`GIT_AUTHOR_${key}`, value],
    [`GIT_COMMITTER_${key}`, value],
  ]);
  return { PATH: path, HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...Object.fromEntries(names) };
}
