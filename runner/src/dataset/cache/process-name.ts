import { hostname } from 'node:os';

/** How this process is named in the cache: host and process id. */
export function processName(): string {
  return `${hostname()} ${process.pid}`;
}

/**
 * Whether the process of this name runs. Of one on another host that shares the cache it cannot be
 * told; `undefined` then, and for a name that is none.
 */
export function isProcessAlive(name: string): boolean | undefined {
  const [, host, id] = /^(.+) (\d+)$/.exec(name) ?? [];
  if (host !== hostname()) return undefined;
  try {
    process.kill(Number(id), 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
