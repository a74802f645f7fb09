import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@orangery/runner/command';
import type { SeedFile, SeedFiles } from '../server/index.ts';

export interface Checkout {
  readonly root: string;
  /** Where Git is found, and what it is told to trust. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

const timeoutMs = 60_000;

/**
 * What the working tree has of what Git knows or would know; tests are not needed to run it.
 * @throws Failure COMMAND_FAILED outside of a Git checkout
 */
export async function workingFiles({ root, env, signal }: Checkout): Promise<SeedFiles> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const own = { PATH: env.PATH, HOME: env.HOME };
  const { stdout } = await runCommand('git', args, { cwd: root, signal, timeoutMs, env: own });
  const paths = [...new Set(stdout.split('\0'))].filter((file) => {
    return file !== '' && !file.startsWith('test/');
  });
  const files: Record<string, SeedFile> = {};
  for (const file of paths) {
    const found = await readSeed(join(root, file));
    if (found !== null) files[file] = found;
  }
  return files;
}

/** Null for what Git knows and somebody has just deleted. */
async function readSeed(full: string): Promise<SeedFile | null> {
  const found = await lstat(full).catch(() => null);
  if (found === null) return null;
  if (found.isSymbolicLink()) return { mode: '120000', content: await readlink(full) };
  const mode = (found.mode & 0o111) === 0 ? '100644' : '100755';
  return { mode, content: await readFile(full) };
}
