import { runCommand, type CommandResult } from '../../command.ts';
import type { HostWorld } from '../host/materialise.ts';

export interface GitOptions {
  /** The clone. */
  readonly repository: string;
  readonly world: Pick<HostWorld, 'signal' | 'env'>;
}

const timeoutMs = 60_000;

/** Runs git in the clone; what it prints, without its last newline. @throws Failure COMMAND_FAILED, TIMED_OUT */
export async function git(
  args: readonly string[],
  { repository, world }: GitOptions,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout }: CommandResult = await runCommand('git', args, {
    cwd: repository,
    signal: world.signal,
    timeoutMs,
    // nobody is there to type a password
    env: { ...world.env, GIT_TERMINAL_PROMPT: '0', ...env },
  });
  return stdout;
}

/** Whether git says yes; a no is no failure. */
export async function gitSays(args: readonly string[], options: GitOptions): Promise<boolean> {
  return git(args, options).then(
    () => true,
    (error: unknown) => {
      if (options.world.signal.aborted) throw error;
      return false;
    },
  );
}
