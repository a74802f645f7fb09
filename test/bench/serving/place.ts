import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../../runner/src/command.ts';

export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Seen {
  readonly perSecond: number;
  /** Whole milliseconds, as autocannon counts. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests that were not answered with 2xx. */
  readonly refused: number;
}

/** A server's program. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** On loopback. */
  readonly port: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const started: ChildProcess[] = [];
const { signal } = new AbortController();

/** Starts a server and waits until its port answers. */
export async function startServerProgram({ file, args, port, cwd, env }: Program): Promise<void> {
  const child = spawn(file, args, {
    ...{ cwd, env: { ...process.env, ...env }, stdio: 'ignore', detached: true },
  });
  started.push(child);
  const until = Date.now() + 60_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > until) {
      throw new Error(`${file} ${args.join(' ')} does not answer at port ${port}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function stopServers(): Promise<void> {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null) continue;
    const exit = once(child, 'exit');
    // with what it started itself
    process.kill(-child.pid!, 'SIGKILL');
    await exit;
  }
}

/** Runs load from a process of its own. */
export async function putLoad(target: Target, connections: number, seconds: number): Promise<Seen> {
  const { url, headers, body } = target;
  const order = { url, headers, connections, seconds, body: body.toString('base64') };
  const load = fileURLToPath(new URL('./load.ts', import.meta.url));
  const { stdout } = await runCommand(process.execPath, [load, JSON.stringify(order)], {
    ...{ cwd: '/', env: {}, signal, timeoutMs: 1000 * seconds + 60_000 },
  });
  return JSON.parse(stdout) as Seen;
}

/** A server of ours, or one of those that do the least. */
export function serverProgram(
  name: 'bare' | 'fastify' | 'ours',
  port: number,
  ...args: string[]
): Program {
  const file = fileURLToPath(new URL(`./servers/${name}.ts`, import.meta.url));
  return { file: process.execPath, args: [file, String(port), ...args], port };
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) }).then(
    () => true,
    // not listening yet
    () => false,
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
