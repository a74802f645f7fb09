import { runDocker } from '../../deployment/compose/compose.ts';
import type { LockedEngine } from '../../sandbox/locked/run-locked.ts';

/** Works with a container of an image that is made, never started, and removed: so its files are read. */
export async function inMadeContainer<Result>(
  image: string,
  { env, signal }: LockedEngine,
  work: (container: string) => Promise<Result>,
): Promise<Result> {
  // one without a command cannot be made without a word for it; it is never started
  const made = ['create', '--pull', 'never', '--network', 'none', '--', image, 'none'];
  const container = (await runDocker(made, { env, signal })).trim();
  try {
    return await work(container);
  } finally {
    const own = new AbortController().signal;
    await runDocker(['rm', '--force', '--volumes', container], { env, signal: own });
  }
}
