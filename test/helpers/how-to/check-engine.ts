import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { baseImage } from '../engine/base-image.ts';
import { docker, findEngine } from '../engine/engine.ts';
import { runStep, type ShellPlace } from './shell.ts';

const ours = 'orangery-how-to';

/**
 * Images of a how-to, built on this machine's own programs, and what is done with them; where there is no engine, the
 * files that they are built of are looked for.
 */
export async function checkEngine(commands: string, place: ShellPlace): Promise<void> {
  for (const [, file] of commands.matchAll(/--file (\S+)/g)) await access(join(place.cwd, file!));
  if ((await findEngine()) === undefined) return;
  const base = await baseImage();
  const env = { ...place.env, ORANGERY_SANDBOX_IMAGE: `${ours}/train-cpu:current` };
  try {
    // a step each, of which none may take longer than two minutes
    for (const command of asSteps(commands)) {
      const typed = command
        .replaceAll('orangery/', `${ours}/`)
        .replace(/(serve\/Dockerfile)/, `$1 --network host --build-arg BASE_IMAGE=${base}`)
        .replace(/(train-cpu\/Dockerfile)/, `$1 --build-arg BASE_IMAGE=${ours}/serve:current`);
      const { code, output } = await runStep(typed, { ...place, env });
      expect(code, `${typed}\n${output}`).toBe(0);
    }
  } finally {
    const found = await docker(['images', '--quiet', '--filter', `reference=${ours}/*`]);
    const ids = [...new Set(found.split('\n').filter(Boolean))];
    if (ids.length > 0) await docker(['rmi', '--force', ...ids]);
  }
}

/** Each line that a person ends with Enter, below those that set a variable. */
function asSteps(commands: string): readonly string[] {
  const lines = commands.trim().replaceAll('\\\n', ' ').split('\n');
  const isVariable = (line: string): boolean => /^\w+=/.test(line);
  const variables = lines.filter(isVariable).join('\n');
  return lines.filter((line) => !isVariable(line)).map((line) => `${variables}\n${line}`);
}
