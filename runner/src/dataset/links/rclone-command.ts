import { Failure } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import { textOf } from './answer-fields.ts';
import { cleanOfValues } from './rclone-values.ts';

export interface RcloneOptions {
  /** The whole environment that rclone gets: its settings and secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** What is worked on, for a message. */
  readonly label: string;
  /** Receives each line of standard output. */
  readonly onLine?: (line: string) => void;
  /** Receives each line of standard error; not all of them are for people. */
  readonly onErrorLine?: (line: string) => void;
}

export type RcloneOutcome = { readonly kind: 'done' } | { readonly kind: 'missing' };

/**
 * Runs rclone. What it writes about an error is shown without any value of its configuration.
 * @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function runRclone(
  args: readonly string[],
  options: RcloneOptions,
): Promise<RcloneOutcome> {
  const errors: string[] = [];
  try {
    await run([...quiet, ...args], options, (line) => {
      errors.push(line);
      if (errors.length > mostErrorLines) errors.shift();
    });
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (isCalled(error.cause, 'ENOENT')) throw notInstalled(options.label);
    if (error.code !== 'COMMAND_FAILED') throw restated(error, options);
    // 3: directory not found, 4: file not found
    if (isExitCode(error.cause, [3, 4])) return { kind: 'missing' };
    throw await explain(error, errors, options);
  }
}

const mostErrorLines = 20;
const quiet = [
  '--log-level',
  'NOTICE',
  '--ask-password=false',
  '--retries',
  '3',
  '--low-level-retries',
  '3',
  '--contimeout',
  '15s',
];

/** Settings that would let rclone print what it sends, or answer somebody else meanwhile. */
const loud = /^RCLONE_(DUMP|VERBOSE|LOG_|PROGRESS|STATS|USE_JSON_LOG|SYSLOG|RC(_|$)|INTERACTIVE)/;

async function run(
  args: readonly string[],
  { environment, signal, timeoutMs, onLine, onErrorLine }: RcloneOptions,
  keep: (line: string) => void,
): Promise<void> {
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !loud.test(name)));
  await runCommand('rclone', args, {
    // a relative path to its configuration means the asker's folder
    cwd: process.cwd(),
    env,
    signal,
    timeoutMs,
    onLine: (line, stream) => {
      if (stream === 'stdout') return onLine?.(line);
      keep(line);
      return onErrorLine?.(line);
    },
  });
}

async function explain(
  error: Failure,
  lines: readonly string[],
  options: RcloneOptions,
): Promise<Failure> {
  const { label } = options;
  const text = lines.join('\n');
  if (/didn't find section in config file/.test(text)) {
    return new Failure('LINK_INVALID', `${label}: expected a remote of yours, found no such name`, {
      hint: 'Set it up by rclone config; rclone listremotes shows those there are.',
    });
  }
  if (isExitCode(error.cause, [8])) {
    return new Failure('DOWNLOAD_TOO_LARGE', `${label}: found more bytes than allowed`);
  }
  const last = cleanOfValues(
    lastMeaning(lines),
    await readConfigDump(options),
    options.environment,
  );
  return new Failure(
    'COMMAND_FAILED',
    `${label}: expected rclone to reach it, found ${last ?? 'an error'}`,
    { hint: 'Try rclone lsf on the same place: it shows all that rclone has to say.' },
  );
}

/** The last line without its time, command and place. */
function lastMeaning(lines: readonly string[]): string {
  const line = lines.findLast((text) => text.trim() !== '') ?? '';
  return messageOf(line)
    .replace(/^[\d/]+ [\d:.]+ (?:[A-Z]+ *: *)?/, '')
    .replace(/^Failed to [^:]*(?:"[^"]*")?: /, '')
    .slice(0, 500);
}

/** With --use-json-log each line is an object. */
function messageOf(line: string): string {
  try {
    return textOf(JSON.parse(line), 'msg') ?? line;
  } catch {
    // a line for people
    return line;
  }
}

/** All remotes with their settings; `undefined` when the configuration cannot be read. */
async function readConfigDump(options: RcloneOptions): Promise<unknown> {
  const lines: string[] = [];
  try {
    const order = { ...options, timeoutMs: 10_000, onLine: (line: string) => lines.push(line) };
    await run(['config', 'dump', '--ask-password=false'], order, () => {});
    return JSON.parse(lines.join('\n'));
  } catch {
    // the message then holds nothing of rclone's
    return undefined;
  }
}

/** The same without what was started: the arguments may be long, and say nothing to a person. */
function restated({ code }: Failure, { label, timeoutMs }: RcloneOptions): Failure {
  if (code === 'CANCELLED') return new Failure('CANCELLED', `${label}: rclone was stopped`);
  const seconds = timeoutMs / 1000;
  return new Failure('TIMED_OUT', `${label}: expected rclone to end in ${seconds} s, found more`);
}

function notInstalled(label: string): Failure {
  return new Failure('COMMAND_FAILED', `${label}: expected rclone on PATH, found no such program`, {
    hint: 'Install it: apt install rclone, brew install rclone, or https://rclone.org/downloads/',
  });
}

function isExitCode(cause: unknown, codes: readonly number[]): boolean {
  const found = (cause as { exitCode?: unknown } | undefined)?.exitCode;
  return typeof found === 'number' && codes.includes(found);
}

function isCalled(cause: unknown, code: string): boolean {
  return (cause as { code?: unknown } | undefined)?.code === code;
}
