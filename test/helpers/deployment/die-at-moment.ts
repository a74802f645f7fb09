import { execFile } from 'node:child_process';
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { act, type ActOptions } from './act.ts';

interface Death extends Omit<ActOptions, 'onMoment'> {
  /** Of the moments of the act, from 1. */
  readonly at: number;
}

const script = fileURLToPath(import.meta.url);

if (process.argv[1] === script) {
  const { at, ...options } = JSON.parse(process.argv[2]!) as Death;
  let moments = 0;
  const onMoment = (moment: string): void => {
    moments += 1;
    if (moments !== at) return;
    writeSync(1, moment);
    process.kill(process.pid, 'SIGKILL');
  };
  await act({ ...options, env: process.env, onMoment });
}

/**
 * Acts on a deployment in a process of its own, which kills itself at a moment.
 * @returns which moment that was; undefined when the act has fewer and came to its end
 */
export async function dieAtMoment({ env, ...death }: Death): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const args = [script, JSON.stringify(death)];
    const options = { cwd: death.cwd, env: { ...process.env, ...env } };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(undefined);
      else if (error.signal === 'SIGKILL' && stdout !== '') resolve(stdout);
      else reject(new Error(`It ended by itself:\n${stderr}`, { cause: error }));
    });
  });
}
