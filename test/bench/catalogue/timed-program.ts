import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Timed {
  readonly seconds: number;
  /** Most memory that the program had at once; programs that it started are not counted. */
  readonly peakBytes: number;
  readonly output: string;
}

/** Runs a program of Node to its end, and asks it then how much memory it had. */
export async function timedNode(
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Timed> {
  const file = join(
    tmpdir(),
    `orangery-peak-${process.pid}-${Math.random().toString(36).slice(2)}`,
  );
  const asks = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(asks)}`, ...args],
    { cwd, env: { ...process.env, NO_COLOR: '1', ASTRO_TELEMETRY_DISABLED: '1', ...env } },
  );
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${output.slice(-3000)}`);
  const peakBytes = Number(await readFile(file, 'utf8')) * 1024;
  await rm(file);
  return { seconds, peakBytes, output };
}
