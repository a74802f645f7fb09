import { readdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';

/**
 * Gives this process a low priority, and what it starts from now on: about a tenth of a core that
 * something else wants. The lowest would be a hundredth, and its time would run out before it begins.
 * On Linux a priority is a thread's: those that run already get it one by one.
 */
export async function lowerPriority(): Promise<void> {
  const threads = await readdir('/proc/self/task').catch(() => [String(process.pid)]);
  for (const thread of threads) lower(Number(thread));
}

function lower(thread: number): void {
  try {
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // the thread has ended
  }
}
