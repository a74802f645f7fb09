import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../../helpers/orangery.ts';

/** A server started as a person does, and everything it wrote. */
export interface Served {
  readonly address: string;
  readonly port: number;
  readonly managementAddress: string;
  readonly pid: number;
  /** Lines of its log. */
  readonly log: readonly string[];
  /** Whether it still runs. */
  readonly isAlive: boolean;
  /** One figure of `/metrics`, summed over its labels. */
  metric(name: string): Promise<number>;
  /** What it ends with. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const opened: Served[] = [];

/** Starts `orangery serve` with a management port, on ports that are free. */
export async function serve(...args: readonly string[]): Promise<Served> {
  const work = await mkdtemp(join(tmpdir(), 'orangery-served-'));
  const child = spawn(
    process.execPath,
    [
      join(root, 'cli/bin/orangery.mjs'),
      ...['serve', ...args, '--port', '0', '--management-port', '0', '--json'],
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH: process.env['PATH'], HOME: process.env['HOME'] },
        ...{ ORANGERY_CACHE: join(work, 'cache'), ORANGERY_STATE: join(work, 'state') },
      },
    },
  );
  const log: string[] = [];
  createInterface(child.stderr).on('line', (line) => log.push(line));
  const ended = once(child, 'exit').then(async ([code]) => {
    await rm(work, { recursive: true, force: true });
    return code as number | null;
  });
  const addresses = Promise.withResolvers<{ address: string; managementAddress: string }>();
  createInterface(child.stdout).on('line', (line) => {
    const [, address] = /"address":"([^"]+)"/.exec(line) ?? [];
    const [, managementAddress] = /"managementAddress":"([^"]+)"/.exec(line) ?? [];
    if (address && managementAddress) addresses.resolve({ address, managementAddress });
  });
  void ended.then(() => addresses.reject(new Error(`the server ended:\n${log.join('\n')}`)));
  const { address, managementAddress } = await addresses.promise;
  const served: Served = {
    ...{ address, managementAddress, log, pid: child.pid!, port: Number(new URL(address).port) },
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    metric: async (name) => {
      const text = await (await fetch(`${managementAddress}/metrics`)).text();
      const values = text.matchAll(new RegExp(`^${name}(?:{.*})? (\\S+)$`, 'gm'));
      return [...values].reduce((sum, [, value]) => sum + Number(value), 0);
    },
    stop: async (signal = 'SIGKILL') => {
      child.kill(signal);
      return ended;
    },
  };
  opened.push(served);
  return served;
}

/** Ends every server of a test file. */
export async function stopServed(): Promise<void> {
  const alive = opened.splice(0).filter(({ isAlive }) => isAlive);
  await Promise.all(alive.map(async (served) => served.stop()));
}

/** Lines that say that a worker ended: it was started again. */
export function replacements({ log }: Served): readonly string[] {
  return log.filter((line) => line.includes('ended and is replaced'));
}
