import { expect } from 'vitest';
import { pythonBase } from '../containers/python-base.ts';
import { engineEnvironment } from '../deployment/engine-environment.ts';
import { findEngine } from '../engine/engine.ts';
import { runStep, type ShellPlace } from './shell.ts';

/** Commands that start containers of modules, on an engine where one answers: on images made here. */
export async function checkContainers(
  commands: string,
  place: ShellPlace,
  expected: RegExp,
): Promise<void> {
  if ((await findEngine()) === undefined) return;
  const images = {
    ...(await engineEnvironment()),
    ORANGERY_CONTAINER_BASE_IMAGE: await pythonBase(),
  };
  const { code, output } = await runStep(commands, { ...place, env: { ...place.env, ...images } });
  expect(code, `${commands}\n${output}`).toBe(0);
  expect(output, commands).toMatch(expected);
}
