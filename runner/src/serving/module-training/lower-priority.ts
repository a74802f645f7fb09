import { readdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

/**
 * Gives this process the lowest priority, and what it starts from now on. On Linux a priority is a
 * thread's: those that run already get it one by one.
 */
export async function lowerPriority(): Promise<void> {
  const threads = await readdir('/proc/self/task').catch(() => [String(process.pid)]);
  for (const thread of threads) lower(Number(thread));
}

function lower(thread: number): void {
  try {
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // the thread has ended
  }
}
