import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root, type CommandOutcome } from '../orangery.ts';

const execute = promisify(execFile);

/** A Docker Engine of a test's own, in a network of its own: it may be stopped, and its disk be full. */
export interface OwnEngine {
  /** Its images and containers, on a small disk of its own. */
  readonly data: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a program in its network. */
  run(file: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** The command line, as a person on that host. */
  orangery(args: readonly string[], options: Required<RunOptions>): Promise<CommandOutcome>;
  start(): Promise<void>;
  /** By SIGTERM, as a system does that is shut down. */
  stop(): Promise<void>;
  remove(): Promise<void>;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** @param megabytes of its disk */
export async function ownEngine(megabytes: number): Promise<OwnEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-engine-'));
  const data = join(folder, 'data');
  await mkdir(data);
  await execute('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'orangery-test', data]);
  const holder = spawn(
    'unshare',
    ['--net', 'sh', '-c', 'ip link set lo up; echo up; exec sleep 3600'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  await once(holder.stdout, 'data');
  const env = { DOCKER_HOST: `unix://${folder}/docker.sock` };
  const within = (file: string, args: readonly string[]): string[] => [
    `--net=/proc/${holder.pid}/ns/net`,
    ...['--', file, ...args],
  ];
  let daemon: ChildProcess | undefined;
  const engine: OwnEngine = {
    ...{ data, env },
    run: async (file, args, { cwd = root, env: more = {} } = {}) => {
      const options = { cwd, env: { ...process.env, ...more, ...env }, timeout: 300_000 };
      const { stdout } = await execute('nsenter', within(file, args), options);
      return stdout.trimEnd();
    },
    orangery: async (args, options) => {
      const words = [join(root, 'cli/bin/orangery.mjs'), ...args, '--json'];
      const { code, stdout, stderr } = await ended(engine.run(process.execPath, words, options));
      const [last = '{}'] = stdout.trim().split('\n').toReversed();
      const record = JSON.parse(last) as unknown;
      return { code, stdout, stderr, record, failure: code === 0 ? undefined : record };
    },
    start: async () => {
      const args = [
        ...['--data-root', data, '--exec-root', join(folder, 'exec')],
        ...['--pidfile', join(folder, 'pid'), '--host', env.DOCKER_HOST],
      ];
      daemon = spawn('nsenter', within('dockerd', args), { stdio: 'ignore' });
      await answers(engine, daemon);
    },
    stop: async () => {
      if (daemon === undefined) return;
      const exited = once(daemon, 'exit');
      process.kill(Number(await readFile(join(folder, 'pid'), 'utf8')), 'SIGTERM');
      await exited;
      daemon = undefined;
    },
    remove: async () => {
      await engine.stop();
      holder.kill('SIGKILL');
      await execute('umount', ['--lazy', data]);
      await rm(folder, { recursive: true, force: true });
    },
  };
  return engine;
}

/** What a program has printed, however it ended. */
async function ended(
  work: Promise<string>,
): Promise<Pick<CommandOutcome, 'code' | 'stdout' | 'stderr'>> {
  return work.then(
    (stdout) => ({ code: 0, stdout, stderr: '' }),
    (error: unknown) => error as Pick<CommandOutcome, 'code' | 'stdout' | 'stderr'>,
  );
}

async function answers(engine: OwnEngine, daemon: ChildProcess): Promise<void> {
  while (daemon.exitCode === null) {
    const isUp = await engine.run('docker', ['version']).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await pause(100);
  }
  throw new Error('dockerd ended');
}
