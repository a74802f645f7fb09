import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { root } from '../orangery.ts';

const run = promisify(execFile);

/** Who commits in a how-to; nothing of the machine's own settings. */
export const gitEnv = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((who) => [
      [`GIT_${who}_NAME`, 'Ada Example'],
      [`GIT_${who}_EMAIL`, 'ada@example.org'],
    ]),
  ),
};

/** A bare repository with the files of this one as they are now, committed or not. */
export async function makeOrigin(folder: string): Promise<string> {
  const git = (cwd: string, ...args: string[]): Promise<{ stdout: string }> =>
    run('git', args, { cwd, env: { ...process.env, ...gitEnv }, maxBuffer: 64 * 1024 ** 2 });
  const { stdout } = await git(root, 'ls-files', '-z', '-co', '--exclude-standard');
  const work = join(folder, 'work');
  for (const file of stdout.split('\0')) {
    // what was deleted and not committed is still listed
    if (file === '' || !existsSync(join(root, file))) continue;
    await mkdir(dirname(join(work, file)), { recursive: true });
    await cp(join(root, file), join(work, file));
  }
  await git(work, 'init', '-q', '-b', 'main');
  await git(work, 'add', '-A');
  await git(work, 'commit', '-q', '-m', 'all');
  const origin = join(folder, 'orangery.git');
  await git(folder, 'clone', '-q', '--bare', work, origin);
  return origin;
}

/**
 * A clone with the packages that are installed here; it is removed when the test ends. It lies below
 * this repository, because Astro finds no packages that have no folder in common with its root.
 */
export async function makeClone(origin: string): Promise<string> {
  const results = join(root, 'test-results');
  await mkdir(results, { recursive: true });
  const clone = await mkdtemp(join(results, 'how-to-'));
  onTestFinished(() => rm(clone, { recursive: true, force: true }));
  await run('git', ['clone', '-q', origin, clone], { env: { ...process.env, ...gitEnv } });
  await linkPackages(clone);
  return clone;
}

/** Stands for `npm ci`. */
export async function linkPackages(clone: string): Promise<void> {
  await symlink(join(root, 'node_modules'), join(clone, 'node_modules'));
  // Git ignores a folder of packages, not a link to one
  await writeFile(join(clone, '.git/info/exclude'), 'node_modules\n');
}
