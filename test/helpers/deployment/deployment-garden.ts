import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { orangery, root, type CommandOutcome } from '../orangery.ts';

const run = promisify(execFile);

/** What becomes of the module in a commit. */
export type Fault = 'wrong answers' | 'no weights';

/** A marketplace with one module in a repository of its own, and a host that deploys it. */
export interface DeploymentGarden {
  readonly folder: string;
  readonly state: string;
  readonly records: string;
  readonly address: string;
  /** Commits a version of the seed classifier. @returns the commit */
  release(version: string, fault?: Fault): Promise<string>;
  /** Writes what a stage is to run into `deployments/<name>.yml`, and commits it. */
  want(version: string, commit: string, more?: object): Promise<void>;
  git(...args: readonly string[]): Promise<string>;
  /** Runs the command line as a person on the host does. */
  orangery(...args: readonly string[]): Promise<CommandOutcome>;
  /** Of every command. */
  readonly env: Readonly<Record<string, string>>;
  /** Lines of the deployment records, the oldest first. */
  readRecords(): Promise<readonly Record<string, unknown>[]>;
  remove(): Promise<void>;
}

export interface GardenOptions {
  /** Of the deployment: unlike that of others on the same engine. */
  readonly name: string;
  readonly target: 'process' | 'compose';
  readonly env?: Readonly<Record<string, string>>;
}

/** Makes it; `remove` ends what still runs. */
export async function deploymentGarden({
  name,
  target,
  env = {},
}: GardenOptions): Promise<DeploymentGarden> {
  const place = await mkdtemp(join(tmpdir(), 'orangery-garden-'));
  const folder = join(place, 'garden');
  await mkdir(join(folder, 'deployments'), { recursive: true });
  await cp(join(root, 'modules/seed-classifier'), join(folder, 'modules/seed-classifier'), {
    recursive: true,
  });
  await cp(join(root, 'modules/tabular-classifier'), join(folder, 'modules/tabular-classifier'), {
    recursive: true,
  });
  const address = `http://127.0.0.1:${await freePort()}`;
  await writeFile(
    join(folder, 'orangery.config.yml'),
    `schema: configuration/1\ntitle: Garden\ndeployment: { address: '${address}', target: ${target} }\n`,
  );
  const state = join(place, 'state');
  const records = join(place, 'records');
  const all = { ...env, ORANGERY_STATE: state, ORANGERY_RECORDS: records };
  const git = async (...args: readonly string[]): Promise<string> => {
    const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    const { stdout } = await run('git', [...who, ...args], { cwd: folder });
    return stdout.trim();
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  const garden: DeploymentGarden = {
    ...{ folder, state, records, address, git, env: all },
    release: async (version, fault) => {
      await changeModule(join(folder, 'modules/seed-classifier'), version, fault);
      await git('add', '--all');
      await git('commit', '--quiet', '--message', `seed-classifier ${version}`);
      return git('rev-parse', 'HEAD');
    },
    want: async (version, commit, more = {}) => {
      const stage = { module: `seed-classifier@${version}`, commit, memory: '768Mi', ...more };
      const file = {
        schema: 'deployment/1',
        owner: { login: 'ada', id: 1001 },
        stages: { staging: stage },
      };
      await writeFile(join(folder, `deployments/${name}.yml`), JSON.stringify(file, null, 2));
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', `${name} runs ${version}`);
    },
    orangery: async (...args) => orangery(args, { cwd: folder, env: all }),
    readRecords: async () => {
      const month = new Date().toISOString().slice(0, 7);
      const text = await readFile(join(records, `${month}.ndjson`), 'utf8').catch(() => '');
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    remove: async () => {
      await orangery(['stop', name], { cwd: folder, env: all });
      await rm(place, { recursive: true, force: true });
    },
  };
  return garden;
}

async function changeModule(
  folder: string,
  version: string,
  fault: Fault | undefined,
): Promise<void> {
  await cp(join(root, 'modules/seed-classifier'), folder, { recursive: true, force: true });
  const path = join(folder, 'module.md');
  const text = await readFile(path, 'utf8');
  const changelog = `changelog:\n  - version: ${version}\n    date: 2026-11-22\n    changes: Another one.\n`;
  await writeFile(
    path,
    version === '1.0.0'
      ? text
      : text.replace(/^version: .*$/m, `version: ${version}`).replace('changelog:\n', changelog),
  );
  if (fault === 'wrong answers') {
    const golden = join(folder, 'golden.json');
    const before = await readFile(golden, 'utf8');
    await writeFile(golden, before.replace('"label": "Corvane"', '"label": "Aldersey"'));
  }
  if (fault === 'no weights') await writeFile(join(folder, 'artifact/weights.bin'), 'gone');
}
