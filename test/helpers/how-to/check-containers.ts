import { expect } from 'vitest';
import { pipBase, pythonBase } from '../containers/python-base.ts';
import { engineEnvironment } from '../deployment/engine-environment.ts';
import { findEngine } from '../engine/engine.ts';
import { runStep, type ShellPlace } from './shell.ts';

type Check = (commands: string, place: ShellPlace, expected: RegExp) => Promise<void>;

/** Commands that start containers of modules, on an engine where one answers: on images made here. */
export const checkContainers = on(pythonBase);

/** The same, where images are built of packages. */
export const checkPackages = on(pipBase);

function on(makeBase: () => Promise<string>): Check {
  return async (commands, place, expected) => {
    if ((await findEngine()) === undefined) return;
    const images = {
      ...(await engineEnvironment()),
      ORANGERY_CONTAINER_BASE_IMAGE: await makeBase(),
    };
    const { code, output } = await runStep(commands, {
      ...place,
      env: { ...place.env, ...images },
    });
    expect(code, `${commands}\n${output}`).toBe(0);
    expect(output, commands).toMatch(expected);
  };
}
