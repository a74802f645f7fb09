import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UploadedFile } from '../../../../runner/src/serving/call-sources.ts';
import {
  moduleTraining,
  RightOfWay,
  WorkingFolders,
  type ModuleTrainingOptions,
} from '../../../../runner/src/serving/module-training/index.ts';
import { problemOf, type RequestProblem } from '../../../../runner/src/serving/request-problem.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { genericModule } from '../../../helpers/generic-module.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const budget = { trials: 1, hours: 0.01, seed: 1 };
const file = new UploadedFile('a.csv', 'text/csv', new TextEncoder().encode('a,b\n1,2\n'));

/** Training of a module whose `module.md` was changed. */
async function partOf(
  change: (text: string) => string,
  options: Partial<ModuleTrainingOptions> = {},
) {
  const text = genericModule('tabular-classification');
  const state = await tempFolder({ 'module/tabular-classifier/module.md': change(text) });
  const part = await moduleTraining({
    module: join(state, 'module/tabular-classifier'),
    working: await WorkingFolders.open(join(state, 'trainings')),
    rightOfWay: new RightOfWay(),
    folders: { root, cache: join(state, 'cache'), state, searchPath: undefined },
    logger: silentLogger,
    ...options,
  });
  const call = { id: 'a', signal: new AbortController().signal, isGone: false };
  return {
    ...{ part, state },
    train: async (values: object) => part.train!({ ...budget, ...values }, call),
  };
}

function problemThrownBy(work: () => void): RequestProblem {
  try {
    work();
  } catch (error) {
    return problemOf(error);
  }
  throw new Error('expected a refusal, found none');
}

describe('moduleTraining', () => {
  it('trains a module that has a recipe', async () => {
    const { part } = await partOf((text) => text);
    expect(part.trainArguments.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "dataset",
        "link",
        "validation",
        "target",
        "trials",
        "hours",
        "seed",
        "child",
      ]
    `);
    expect(part.train).toBeTypeOf('function');
  });

  it('does not train a module that says it cannot be fine-tuned', async () => {
    const { part } = await partOf((text) =>
      text.replace('runtime:', 'fineTunable: false\nruntime:'),
    );
    expect(part).toEqual({ trainArguments: [] });
  });

  it.each([
    ['a loopback link', { link: 'https://127.0.0.1/a.csv' }],
    ['a path', { link: '/etc/passwd' }],
    ['both ways to name the data', { link: 'https://example.org/a.csv', dataset: file }],
    ['no data', {}],
  ])('refuses %s before anything is started or written', async (_, values) => {
    const { part, state, train } = await partOf((text) => text);
    const refused = problemThrownBy(() => part.checkTrain!({ ...budget, ...values }));
    expect(refused.status).toBe(422);
    await expect(train(values)).rejects.toThrow(/^(LINK_REFUSED|INPUT_INVALID) /);
    expect(await filesIn(join(state, 'trainings'))).toEqual([]);
    expect(await filesIn(state)).toEqual(['module/tabular-classifier/module.md']);
  });

  it('does not begin when the disk is nearly full, and names no folder', async () => {
    const { state, train } = await partOf((text) => text, {
      limits: { minFreeBytes: Number.MAX_SAFE_INTEGER },
    });
    const failed = train({ dataset: file });
    await expect(failed).rejects.toThrow(/bytes free/);
    await expect(failed).rejects.not.toThrow(state);
    expect(await filesIn(join(state, 'trainings'))).toEqual([]);
  });
});
