import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import type { ImageWorld } from './image.ts';
import { makeReadable } from './work-folder.ts';

/** What of the tool the serve image is made of: a commit that changes nothing of it needs no new image. */
export const toolPaths: readonly string[] = [
  ...['package.json', 'package-lock.json', '.npmrc', 'orangery.config.yml'],
  ...['schemas', 'runner/package.json', 'runner/src', 'runner/image/serve', 'cli'],
];

const gitTimeoutMs = 120_000;

export interface ToolCommit {
  /** 40 digits. */
  readonly commit: string;
  /** SHA-256 of what `toolPaths` hold there, but for what only people read. */
  readonly content: string;
}

/**
 * The commit that a name stands for, and what it has of the tool.
 * @param name commit, tag or branch
 * @throws Failure DEPLOYMENT_UNKNOWN when there is none
 */
export async function findTool(root: string, name: string, world: ImageWorld): Promise<ToolCommit> {
  const asked = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const commit = await git(asked, root, world).catch((cause: unknown) => {
    throw world.signal.aborted ? cause : noSuchCommit(root, name, cause);
  });
  const list = ['ls-tree', '-r', '--full-tree', commit, '--', ...toolPaths];
  const files = (await git(list, root, world)).split('\n');
  if (!files.some((line) => line.endsWith('\tpackage-lock.json'))) throw noTool(root, commit);
  const read = files.filter((line) => !line.endsWith('/README.md'));
  return { commit, content: createHash('sha256').update(read.join('\n')).digest('hex') };
}

/**
 * Writes the tool as a commit has it into a folder, readable to every user.
 * @throws Failure COMMAND_FAILED
 */
export async function exportTool(
  root: string,
  commit: string,
  folder: string,
  world: ImageWorld,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const archive = join(folder, '..', 'tool.tar');
  const output = `--output=${archive}`;
  await git(['archive', '--format=tar', output, commit, '--', ...toolPaths], root, world);
  const { signal, env } = world;
  const options = { cwd: folder, signal, env, timeoutMs: gitTimeoutMs };
  await runCommand('tar', ['-xf', archive, '--no-same-owner'], options);
  await rm(archive);
  await makeReadable(folder);
}

async function git(
  args: readonly string[],
  cwd: string,
  { signal, env }: ImageWorld,
): Promise<string> {
  const options = { cwd, signal, env, timeoutMs: gitTimeoutMs };
  const { stdout } = await runCommand('git', args, options);
  return stdout.trim();
}

function noSuchCommit(root: string, name: string, cause: unknown): Failure {
  return new Failure('DEPLOYMENT_UNKNOWN', `${root}: expected commit ${name}, found none`, {
    cause,
    hint: 'git fetch, with --unshallow where the clone is a shallow one; git log shows the commits there are.',
  });
}

function noTool(root: string, commit: string): Failure {
  return new Failure(
    'DEPLOYMENT_UNKNOWN',
    `${root} at commit ${commit}: expected Orangery itself, found no package-lock.json`,
    { hint: 'Name a commit of a clone that holds cli/, runner/ and schemas/.' },
  );
}
