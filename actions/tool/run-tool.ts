import { runCommand } from '@orangery/runner/command';
import type { ProgressEvent } from '@orangery/runner/progress';
import { Failure, withoutSecrets } from '@orangery/schemas';
import { join } from 'node:path';

/** The command line of a checkout. */
export interface Tool {
  readonly folder: string;
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly info: (message: string) => void;
}

/**
 * Runs `orangery` with --json, handing on each line of progress.
 * @returns its record, the last line
 * @throws Failure as the command says it; COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function runTool(
  { folder, env, timeoutMs, signal, info }: Tool,
  words: readonly string[],
  onProgress: (event: ProgressEvent) => void,
): Promise<unknown> {
  let last: unknown;
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    if (stream === 'stderr') return info(withoutSecrets(line));
    const value = parsed(line);
    if (value === undefined) return;
    if (isProgress(value)) onProgress(value);
    last = value;
  };
  const program = join(folder, 'cli', 'bin', 'orangery.mjs');
  try {
    const options = { cwd: folder, env, signal, timeoutMs, onLine };
    await runCommand(process.execPath, [program, ...words], options);
  } catch (error) {
    throw failureOf(last) ?? error;
  }
  return last;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // what is no JSON is no line of the stream
    return undefined;
  }
}

const progressTypes: readonly string[] = [
  'download',
  'dataset',
  'run-started',
  'probe',
  'predicted',
  'trial-started',
  'epoch',
  'trial-ended',
  'refit-started',
  'evaluated',
  'done',
] satisfies ProgressEvent['type'][];

/** The stream is our own command's: its lines are typed by what it says they are. */
function isProgress(value: unknown): value is ProgressEvent {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return progressTypes.includes(String(value.type));
}

/** What the command itself said of its failure. */
function failureOf(last: unknown): Failure | null {
  if (typeof last !== 'object' || last === null || Reflect.get(last, 'type') !== 'failure')
    return null;
  const [message, hint] = [Reflect.get(last, 'message'), Reflect.get(last, 'hint')] as unknown[];
  if (typeof message !== 'string') return null;
  return new Failure('COMMAND_FAILED', message, typeof hint === 'string' ? { hint } : {});
}
