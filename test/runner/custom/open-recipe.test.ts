import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCode, type OpenRecipe } from '../../../runner/src/custom/index.ts';
import { middleOfKnobs } from '../../../runner/src/custom/default-knobs.ts';
import type { FitOptions } from '../../../runner/src/recipes/recipe.ts';
import { caught } from '../../helpers/caught.ts';
import { customModule } from '../../helpers/custom-module.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';

// in the sandbox the same is done by test/real/sandbox.test.ts: here no wall is needed
const options = { isTrusted: true };
const rows = Array.from({ length: 60 }, (_, index) => {
  const side = index % 2;
  return `${side * 4 + ((index * 7) % 10) / 5},${((index * 3) % 10) / 5},${side === 0 ? 'left' : 'right'}`;
});
const files = dataFiles({ 'data.csv': `x,y,side\n${rows.join('\n')}\n` });

function fitOptions(data: FitOptions<unknown>['train'], change = {}): FitOptions<unknown> {
  return {
    ...{ train: data, selection: data, seed: 1, until: 1 },
    knobs: { neighbours: 3, weighting: 'equal' },
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...change,
  };
}

/** A module whose training is this. */
const withTraining = (train: string): string => `
import { defineModule } from '@orangery/runner/module';
export default defineModule({
  data: 'tabular-classification',
  knobs: {},
  ${train}
  predict: (model, { count, classes }) =>
    Array.from({ length: count }, () => classes.map(() => 1 / classes.length)),
  save: (model) => model,
  load: (saved) => saved,
});
`;

describe('a module whose model is its own code', () => {
  let opened: OpenRecipe;
  beforeAll(async () => {
    opened = await openCode(
      new URL('../../fixtures/custom/neighbours', import.meta.url).pathname,
      options,
    );
  });
  afterAll(async () => opened.close());

  it('is a recipe: trained, measured, kept, loaded and asked as any other', async () => {
    const { recipe } = opened;
    const data = await recipe.readData(files, readOptions());
    const search = { hasBackbone: false };
    expect(recipe.knobs(data, search)).toMatchObject({ neighbours: { type: 'integer' } });
    expect(recipe.defaults(data, search)).toEqual({ neighbours: 5, weighting: 'equal' });
    const fitted = await recipe.fit(fitOptions(data));
    expect(fitted).toMatchObject({ status: 'done', score: 1, epochs: 1 });
    const { metrics } = await recipe.evaluate(fitted.model, data);
    expect(metrics.accuracy).toBe(1);
    const saved = await recipe.save(fitted.model);
    expect([...saved.keys()].sort()).toEqual([
      'parameters.bin',
      'parameters.json',
      'preprocessing.json',
    ]);
    recipe.dispose(fitted.model);
    const model = await recipe.load(saved);
    const raws = await recipe.rawInputs(data, [0, 1]);
    const parsed = await Promise.all(
      raws.map(async (raw) => recipe.parseInput(model, raw, readOptions().decodeImage)),
    );
    const answers = await recipe.predict(model, parsed.flat());
    expect(answers.map(({ label }) => label)).toEqual(['left', 'right']);
    expect(recipe.inputs(model).map(({ name }) => name)).toEqual(['x', 'y']);
  });

  it('goes on with what was saved when its process has died', async () => {
    const { recipe, close } = opened;
    const data = await recipe.readData(files, readOptions());
    const { model } = await recipe.fit(fitOptions(data));
    await close();
    const { metrics } = await recipe.evaluate(model, data);
    expect(metrics.accuracy).toBe(1);
  });
});

describe('what goes wrong in code', () => {
  it('costs the trial that it goes wrong in, and says the line', async () => {
    const folder = await customModule(
      withTraining(`async train({ seed, report }) {
    if (seed === 1) throw new TypeError('no');
    if (seed === 2) process.exit(9);
    while (await report({ epoch: 1, epochs: 9, loss: 0.5 }));
    return { size: 1 };
  },`),
    );
    const { recipe, close } = await openCode(folder, options);
    try {
      const data = await recipe.readData(files, readOptions());
      await expect(recipe.fit(fitOptions(data, { seed: 1 }))).rejects.toThrow(
        'own-code/module.ts:7 train: TypeError: no',
      );
      await expect(recipe.fit(fitOptions(data, { seed: 2 }))).rejects.toThrow(
        /own-code\/module.ts train: its process ended: .* exit code 9/,
      );
      let asked = 0;
      const told: unknown[] = [];
      const fitted = await recipe.fit(
        fitOptions(data, {
          seed: 3,
          isOutOfTime: () => (asked += 1) > 3,
          onEpoch: (point: unknown, epochs: number) => told.push({ point, epochs }),
        }),
      );
      expect(fitted).toMatchObject({ status: 'stopped', score: 0.5, epochs: 9 });
      expect(told[0]).toEqual({ point: { epoch: 1, loss: 0.5, score: 0 }, epochs: 9 });
    } finally {
      await close();
    }
  });

  it('is ended by whoever asked for it', async () => {
    const folder = await customModule(withTraining('train() { for (;;); },'));
    const { recipe, close } = await openCode(folder, options);
    const data = await recipe.readData(files, readOptions());
    const stop = new AbortController();
    const fitting = recipe.fit(fitOptions(data, { signal: stop.signal }));
    stop.abort(new Error('enough'));
    await expect(fitting).rejects.toThrow('enough');
    await close();
  });

  it.each([
    [
      "import 'left-pad';\nimport '../../outside.ts';",
      ":1 import: Error: expected an import of '@orangery/runner/module'",
    ],
    ['enum Kind { a }', 'SyntaxError'],
    ["import '../../outside.ts';", "found '../../outside.ts'"],
    [
      withTraining('train: () => 1,').replace('knobs: {}', "knobs: { size: { type: 'real' } }"),
      '/knobs/size',
    ],
    [
      withTraining('train: () => 1,').replace(
        'knobs: {}',
        "knobs: { size: { type: 'integer', min: 15, max: 1 } }",
      ),
      ': knob size: expected min not above max, found 15 … 1',
    ],
    [
      withTraining('train: () => 1,').replace(
        'knobs: {}',
        "knobs: { size: { type: 'integer', min: 1, max: 5 } }, defaults: { size: 9 }",
      ),
      ': knob size: expected the default to be a whole number of 1 … 5, found 9',
    ],
    [
      'const one: number = 1;\n\nconst other = = 2;\n',
      'module.ts:3:15 import: SyntaxError: Expression expected',
    ],
    ["import './part.js';", 'part.js:2:14 import: SyntaxError: Unexpected token'],
  ])('is told before anything is done: %#', async (code, message) => {
    const folder = await customModule(code, {
      files: { 'part.js': '// a part\nconst part = = 1;\n' },
    });
    const told = await caught(async () => openCode(folder, options));
    expect(told).toMatch(/^MODULE_INVALID own-code\/(module\.ts|part\.js:)/);
    expect(told).toContain(message);
  });
});

it('the middle of a knob is what a first trial takes', () => {
  expect(
    middleOfKnobs({
      rate: { type: 'float', min: 0.001, max: 0.1, scale: 'log' },
      size: { type: 'integer', min: 1, max: 4 },
      kind: { type: 'categorical', values: ['a', 'b'] },
      fixed: { type: 'fixed', value: true },
      cells: { type: 'architecture', positions: [[1, 2], [3]] },
      early: { type: 'policy', policy: 'EARLY_STOP' },
    }),
  ).toEqual({ rate: 0.01, size: 3, kind: 'a', fixed: true, cells: [1, 3], early: false });
});
