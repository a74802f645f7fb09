import { runCommand } from '@orangery/runner/command';
import { Failure } from '@orangery/schemas';

const timeoutMs = 60_000;

export interface DiffOrder {
  /** A checkout that holds both commits. */
  readonly root: string;
  readonly base: string;
  readonly head: string;
  readonly path: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Paths that differ between where a branch left its base and its head, as GitHub lists them. Git is asked,
 * not two folders compared: the checkout holds the merge with a base that may have moved on, and what
 * others merged meanwhile is not this change. Nothing that a contribution brings is run: filters and
 * drivers would have to be configured outside of it.
 */
export async function changedPaths(order: DiffOrder): Promise<readonly string[]> {
  const { root, base, head, path, signal } = order;
  for (const commit of [base, head]) {
    if (!/^[0-9a-f]{40}$/.test(commit)) {
      throw new Failure(
        'USAGE',
        `Commit: expected 40 hexadecimal digits, found ${commit || 'nothing'}`,
        {
          hint: 'The event has none: start the workflow by pull_request or merge_group.',
        },
      );
    }
  }
  const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', `safe.directory=${root}`];
  const { stdout } = await runCommand(
    'git',
    [
      ...settings.flatMap((setting) => ['-c', setting]),
      ...['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv'],
      ...[`${base}...${head}`, '--'],
    ],
    {
      ...{ cwd: root, signal, timeoutMs },
      env: {
        PATH: path,
        ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' },
      },
    },
  );
  return stdout.split('\0').filter((name) => name !== '');
}
