import { join } from 'node:path';
import { withLock } from '../../../runner/src/dataset/cache/with-lock.ts';
import { orangery, root, type CommandOutcome, type OrangeryOptions } from '../orangery.ts';

/** Of what tests build; Git ignores it. */
export const sites = join(root, 'test-results', 'sites');

export interface SiteOrder extends Pick<OrangeryOptions, 'interruptWhen'> {
  /** Folder that holds `modules/`. */
  readonly from: string;
  /** Folder of the site. */
  readonly out: string;
}

/**
 * Builds a site as a person does, one at a time on this machine: Astro keeps some files of every build
 * beside the program.
 */
export async function runBuild({ from, out, ...options }: SiteOrder): Promise<CommandOutcome> {
  return alone('build', 'another build', () =>
    orangery(['catalogue', 'build', '--out', out, '--json'], {
      ...options,
      env: { ORANGERY_ROOT: from },
    }),
  );
}

/** @throws Error with what the build said */
export async function buildSite(order: SiteOrder): Promise<void> {
  const built = await runBuild(order);
  if (built.code !== 0) throw new Error(`The catalogue was not built:\n${built.stderr}`);
}

/** Does what no two test files may do at once. */
export async function alone<Result>(
  name: string,
  label: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { signal } = new AbortController();
  return withLock(join(sites, 'locks', name), { signal, label, timeoutMs: 540_000 }, work);
}
