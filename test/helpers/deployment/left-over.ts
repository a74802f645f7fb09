import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files of a host's state that only somebody at work has: locks, and what is not whole yet. */
export async function unfinished(state: string): Promise<readonly string[]> {
  const root = join(state, 'deployments');
  const all = await readdir(root, { recursive: true }).catch(() => [] as string[]);
  return all.filter(
    (path) => /\.(tmp|lock|owner|takeover)$/.test(path) || path === 'images/context',
  );
}

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Programs of ours that were started with a variable of the environment. */
export async function processesWith(name: string, value: string): Promise<readonly Process[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(pids.map(async (pid) => processWith(pid, `${name}=${value}`)));
  return found.filter((one) => one !== undefined);
}

async function processWith(pid: string, variable: string): Promise<Process | undefined> {
  const read = async (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8');
  try {
    if (!(await read('environ')).split('\0').includes(variable)) return undefined;
    const command = (await read('cmdline')).replaceAll('\0', ' ').trim();
    const parent = /^PPid:\s+(\d+)$/m.exec(await read('status'))?.[1];
    // one that ends has none any more
    return command === '' ? undefined : { pid: Number(pid), parent: Number(parent), command };
  } catch {
    return undefined; // it has ended
  }
}
