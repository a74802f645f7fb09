import { execFileSync } from 'node:child_process';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root as repository } from '../orangery.ts';
import { tempFolder } from '../temp-folder.ts';

/** A checkout of a contribution beside one of its base, as the check's job has them. */
export interface Contribution {
  readonly root: string;
  /** Checkout of the base; with the command line where it was asked for. */
  readonly tool: string;
  readonly base: string;
  readonly head: string;
  readonly temporary: string;
}

export interface ContributionOrder {
  /** Modules of ours that the base has. */
  readonly modules?: readonly string[];
  /** Files that the contribution writes, by path; null removes one. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Links that it makes: path to target. */
  readonly links?: Readonly<Record<string, string>>;
  readonly hasTool?: boolean;
}

/** Makes both with Git, in a folder that is removed when the test ends. */
export async function contribution(order: ContributionOrder): Promise<Contribution> {
  const { modules = ['tabular-classifier', 'seed-classifier'], files = {}, links = {} } = order;
  const folder = await tempFolder({ 'temporary/x': '' });
  const tool = join(folder, 'tool');
  const root = join(folder, 'pr');
  await mkdir(join(root, '.github'), { recursive: true });
  for (const path of ['orangery.config.yml', '.github/access.yml']) {
    await cp(join(repository, path), join(root, path));
  }
  for (const id of modules) {
    await cp(join(repository, 'modules', id), join(root, 'modules', id), { recursive: true });
  }
  git(root, 'init', '--quiet', '--initial-branch=main');
  const base = commit(root, 'base');
  await cp(root, tool, { recursive: true });
  if (order.hasTool === true) {
    for (const name of ['cli', 'node_modules'])
      await symlink(join(repository, name), join(tool, name));
  }
  for (const [path, content] of Object.entries(files)) {
    if (content === null) {
      git(root, 'rm', '--quiet', path);
      continue;
    }
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  for (const [path, target] of Object.entries(links)) {
    await rm(join(root, path), { recursive: true, force: true });
    await symlink(target, join(root, path));
  }
  const head = commit(root, 'contribution');
  return { root, tool, base, head, temporary: join(folder, 'temporary') };
}

function commit(root: string, message: string): string {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--allow-empty', '--message', message);
  return git(root, 'rev-parse', 'HEAD').trim();
}

/** Without what the person of this machine has configured. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
      ...{ GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.org' },
      ...{ GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.org' },
    },
  });
}
