import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const stepTimeoutMs = 120_000;

export interface ShellPlace {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** For what the shell tells the test. */
  readonly notes: string;
}

export interface StepOutcome {
  readonly code: number | null;
  /** Standard output and error, as on a terminal. */
  readonly output: string;
  /** Folder that the commands ended in. */
  readonly cwd: string;
}

/** Runs commands as a person types them; the first that fails ends them. */
export async function runStep(
  commands: string,
  { cwd, env, notes }: ShellPlace,
): Promise<StepOutcome> {
  const note = join(notes, 'cwd');
  const script = `exec 2>&1\n${commands}\npwd > '${note}'`;
  const child = startBash(script, { cwd, env });
  const timer = setTimeout(() => end(child, 'SIGKILL'), stepTimeoutMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  const ended = code === 0 ? (await readFile(note, 'utf8')).trim() : cwd;
  return { code, output: child.printed(), cwd: ended };
}

export interface StartedServer {
  /** All that it printed until now. */
  printed(): string;
  /** Ctrl-C; gives all that it printed. */
  stop(): Promise<string>;
}

/** Starts what runs until Ctrl-C, and waits until it has printed what was expected. */
export async function startServer(
  commands: string,
  { cwd, env }: Omit<ShellPlace, 'notes'>,
  expected: RegExp,
): Promise<StartedServer> {
  const child = startBash(`exec 2>&1\n${commands}`, { cwd, env });
  const closed = once(child, 'close');
  const isReady = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => expected.test(child.printed()) && resolve());
    child.once('close', () => reject(new Error(`It ended:\n${child.printed()}`)));
    const say = (): void => reject(new Error(`It did not say ${expected}:\n${child.printed()}`));
    setTimeout(say, stepTimeoutMs).unref();
  });
  const stop = async (): Promise<string> => {
    end(child, 'SIGINT');
    const timer = setTimeout(() => end(child, 'SIGKILL'), 20_000);
    await closed;
    clearTimeout(timer);
    return child.printed();
  };
  try {
    await isReady;
  } catch (error) {
    await stop();
    throw error;
  }
  return { printed: () => child.printed(), stop };
}

type Bash = ChildProcess & { stdout: NodeJS.ReadableStream; printed: () => string };

/** In a process group of its own, so that Ctrl-C reaches what it started. */
function startBash(script: string, { cwd, env }: Omit<ShellPlace, 'notes'>): Bash {
  const args = ['-e', '-o', 'pipefail', '-c', script];
  const child = spawn('bash', args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return Object.assign(child, { printed: () => chunks.join('') });
}

function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // it has ended
  }
}
