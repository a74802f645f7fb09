import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface StartedProgram {
  /** What the line that was waited for holds. */
  readonly found: string;
  stop(): Promise<void>;
  /** Lets it clean up before. */
  end(): Promise<void>;
}

/** Starts a server and waits for the line that says where it listens. */
export async function startProgram(
  file: string,
  args: readonly string[],
  line: RegExp,
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<StartedProgram> {
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  const ended = once(child, 'exit');
  const seen: string[] = [];
  const found = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (text) => {
        seen.push(text);
        const match = line.exec(text)?.[1];
        if (match !== undefined) resolve(match);
      });
    }
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${file} ended:\n${seen.join('\n')}`)));
  });
  const endBy = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { found, stop: async () => endBy('SIGKILL'), end: async () => endBy('SIGTERM') };
}
