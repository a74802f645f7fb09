import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output as JSON, when there is one; of a failed command the line before its failure. */
  readonly record: unknown;
  /** What --json says of a failure, in the last line. */
  readonly failure: unknown;
}

export interface OrangeryOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGINT when what is printed first holds this text. */
  readonly interruptAt?: string;
  /** Sends SIGINT when this is fulfilled. */
  readonly interruptWhen?: Promise<unknown>;
}

/** Runs the command line as a person does. */
export async function orangery(
  args: readonly string[],
  { cwd = root, env = {}, interruptAt, interruptWhen }: OrangeryOptions = {},
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(root, 'cli/bin/orangery.mjs'), ...args],
      { cwd, env: { ...process.env, CI: '1', NO_COLOR: '1', ...env }, maxBuffer: 64 * 1024 ** 2 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ code, stdout, stderr, ...lastRecords(stdout) });
      },
    );
    void interruptWhen?.then(() => child.kill('SIGINT'));
    if (interruptAt === undefined) return;
    let seen = '';
    const look = (chunk: unknown): void => {
      const before = seen.includes(interruptAt);
      seen += String(chunk);
      if (!before && seen.includes(interruptAt)) child.kill('SIGINT');
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
  });
}

function lastRecords(stdout: string): Pick<CommandOutcome, 'record' | 'failure'> {
  const [last = '', before = ''] = stdout.trim().split('\n').toReversed();
  if (!last.startsWith('{"type":"failure"')) return { record: parsed(last), failure: undefined };
  return { record: parsed(before), failure: parsed(last) };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // printed for people
    return undefined;
  }
}
