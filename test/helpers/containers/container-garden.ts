import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { engineEnvironment } from '../deployment/engine-environment.ts';
import { freePort } from '../free-port.ts';
import { orangery, type CommandOutcome, type OrangeryOptions } from '../orangery.ts';

const run = promisify(execFile);

/** A marketplace of container modules in a repository of its own. */
export interface ContainerGarden {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where deployments answer. */
  readonly address: string;
  write(path: string, text: string): Promise<void>;
  /** Commits everything. @returns the commit */
  commit(): Promise<string>;
  orangery(...args: readonly string[]): Promise<CommandOutcome>;
  /** The same with a way to end it. */
  interrupted(args: readonly string[], options: OrangeryOptions): Promise<CommandOutcome>;
  remove(): Promise<void>;
}

export async function containerGarden(
  env: Readonly<Record<string, string>> = {},
): Promise<ContainerGarden> {
  const place = await mkdtemp(join(tmpdir(), 'orangery-garden-'));
  const folder = join(place, 'garden');
  const address = `http://127.0.0.1:${await freePort()}`;
  const all = {
    ...(await engineEnvironment()),
    ...{ ORANGERY_STATE: join(place, 'state'), ORANGERY_CACHE: join(place, 'cache') },
    ...env,
  };
  const git = async (...args: readonly string[]): Promise<string> => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    return (await run('git', [...who, ...args], { cwd: folder })).stdout.trim();
  };
  const garden: ContainerGarden = {
    ...{ folder, address, env: all },
    write: async (path, text) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    },
    commit: async () => {
      await git('add', '--all');
      await git('commit', '--quiet', '--message', 'Change');
      return git('rev-parse', 'HEAD');
    },
    orangery: async (...args) => orangery(args, { cwd: folder, env: all }),
    interrupted: async (args, options) => orangery(args, { cwd: folder, env: all, ...options }),
    remove: async () => rm(place, { recursive: true, force: true }),
  };
  await garden.write(
    'orangery.config.yml',
    `schema: configuration/2\ntitle: Garden\ndeployment: { address: '${address}', target: compose }\n`,
  );
  await garden.write('.gitignore', 'out/\nrecords/\n');
  await git('init', '--quiet', '--initial-branch', 'main');
  return garden;
}
