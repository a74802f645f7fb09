import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Processes that another started and that still run, on Linux. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // it has ended
  }
}

/** Those of these processes that still run a worker of a training. */
export async function stillWorking(pids: Iterable<number>): Promise<number[]> {
  const found = await Promise.all(
    [...pids].map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''); // it has ended
      return line.includes('workers/worker.ts') ? [pid] : [];
    }),
  );
  return found.flat();
}
