import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { recipes } from '../../../../runner/src/recipes/index.ts';
import { findModule } from '../../../../runner/src/training/check/find-module.ts';
import { judgeFormat } from '../../../../runner/src/training/check/judge-format.ts';
import { cornerDataset } from '../../../helpers/pictures.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { root } from '../../../helpers/orangery.ts';

type Files = Parameters<typeof dataFiles>[0];

async function judge(name: keyof typeof recipes, files: Files, target?: string) {
  const recipe = recipes[name];
  const data = dataFiles(files);
  const failure = await recipe
    .readData(data, readOptions(target))
    .then(() => Promise.reject(new Error('it reads')), toFailure);
  return judgeFormat({
    ...{ recipe, failure, files: data, options: readOptions(target) },
    findModule: async (fitting) => findModule(fitting, root),
  });
}

const table = 'x,kind\n1,a\n2,b\n1,a\n2,b\n1,a\n2,b\n';

describe('judgeFormat', () => {
  it('names the recipe and the generic module that read a table', async () => {
    const { recipes: tried, ...verdict } = await judge('image-classification', { 'a.csv': table });
    expect(verdict).toEqual({
      canTrain: false,
      fits: { recipe: 'tabular-classification', module: 'tabular-classifier' },
    });
    expect(tried.map(({ recipe, reads }) => [recipe, reads])).toContainEqual([
      'tabular-classification',
      true,
    ]);
    expect(tried[0]).toMatchObject({ recipe: 'image-classification', resembles: 0, reads: false });
    expect(tried[0]!.problem).toContain('expected PNG, JPEG or WebP pictures');
  });

  it('names the recipe and the generic module that read pictures', async () => {
    const pictures = await cornerDataset(2, 4);
    const { fits } = await judge('tabular-classification', pictures);
    expect(fits).toEqual({ recipe: 'image-classification', module: 'image-classifier' });
  });

  it.each([
    ['one class only', { 'a.csv': 'x,kind\n1,a\n2,a\n3,a\n' }, 'at least 2 classes'],
    ['too few examples of a class', { 'a.csv': 'x,kind\n1,a\n2,b\n3,b\n4,b\n' }, '"a" has 1'],
    ['bytes of no known kind', { 'a.bin': new Uint8Array([1, 0, 255]) }, 'expected text in UTF-8'],
  ])('says what is wrong with %s, and that nothing reads it', async (_, files, problem) => {
    const verdict = await judge('tabular-classification', files);
    expect(verdict).toMatchObject({ canTrain: false });
    expect(verdict.fits).toBeUndefined();
    expect(verdict.recipes[0]!.problem).toContain(problem);
    expect(verdict.recipes[0]!.hint).not.toBe('');
  });

  it.each([
    ['days that are there twice', undefined, 'expected each time once in the column day'],
    ['a misspelt target', 'sould', 'found day, sold, staff'],
  ])('sends to no other recipe for %s', async (_, target, problem) => {
    const day = (index: number): string => new Date(Date.UTC(2026, 0, index)).toISOString();
    const rows = Array.from(
      { length: 60 },
      (_, i) => `${day(i || 1).slice(0, 10)},${i % 3},${i % 5}`,
    );
    const verdict = await judge(
      'time-series-forecasting',
      { 'a.csv': ['day,sold,staff', ...rows].join('\n') },
      target,
    );
    expect(verdict.recipes).toHaveLength(1);
    expect(verdict.fits).toBeUndefined();
    expect(verdict.recipes[0]!.problem).toContain(problem);
  });
});
