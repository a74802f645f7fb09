import { describe, expect, it } from 'vitest';
import { tabularRegression as recipe } from '../../../../runner/src/recipes/tabular-regression/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { houseCsv } from '../tabular/tables.ts';

const read = async (text: string, target?: string) =>
  recipe.readData(dataFiles({ 'data.csv': text }), readOptions(target));
const lines = (count: number, line: (index: number) => string): string =>
  ['a,b', ...Array.from({ length: count }, (_, index) => line(index))].join('\n');

describe('a table with a number to predict', () => {
  it('is read with a header or without, by name or by the last column', async () => {
    const named = await read(houseCsv(20, 'price'), 'area');
    expect(named).toMatchObject({ target: 'area', targetChosenBy: 'name' });
    const bare = await read(houseCsv(20, 'price').replace(/^.*\n/, ''));
    expect(bare).toMatchObject({ target: 'column-4', format: 'CSV, comma, no header' });
    expect(bare.values).toHaveLength(20);
  });

  it('is described with the range of its target', async () => {
    const data = await read(lines(10, (index) => `${index % 3},${index}.5`));
    expect(recipe.describe(data)).toMatchObject({
      examples: 10,
      target: 'b',
      targetRange: { min: 0.5, max: 9.5, mean: 5, deviation: Math.sqrt(8.25) },
    });
  });

  it('leaves out and counts rows without a number, where these are few', async () => {
    const data = await read(
      lines(40, (index) => `${index % 7},${index === 3 ? 'none' : index === 5 ? 'NA' : index}`),
    );
    expect(data.values).toHaveLength(38);
    expect(data.skipped).toEqual([
      { reason: 'no value in the target', count: 1 },
      { reason: 'no number in the target', count: 1 },
    ]);
  });

  it('marks a column that holds the target in another unit', async () => {
    const data = await read(
      [
        'inches,other,cm',
        ...Array.from({ length: 40 }, (_, i) => `${i},${i % 7},${i * 2.54}`),
      ].join('\n'),
    );
    const marked = recipe.describe(data).columns!.filter((column) => column.determinesTarget);
    expect(marked.map(({ name }) => name)).toEqual(['inches']);
  });

  it.each([
    ['classes', houseCsv(30, 'grade'), undefined],
    ['a missing target', houseCsv(30, 'price'), 'prize'],
    ['too few rows', lines(4, (index) => `${index},${index}`), undefined],
    ['one number', lines(20, (index) => `${index},7`), undefined],
    ['numbers without end', lines(20, (index) => `${index},1e999`), undefined],
  ])('is refused with %s', async (_, text, target) => {
    expect(await caught(async () => read(text, target))).toMatchSnapshot();
  });

  it.each([
    ['a target of 1e160', (i: number) => `${i},${i}e160`, 'b', '1e160'],
    ['a target without end', (i: number) => `${i},${i === 1 ? '1e400' : i}`, 'b', '1e400'],
    [
      'a target that says Infinity',
      (i: number) => `${i},${i === 1 ? '-Infinity' : i}`,
      'b',
      '-Infinity',
    ],
    ['a column of 1e308', (i: number) => `${i}e308,${i}`, 'a', '1e308'],
    ['a column with inf', (i: number) => `${i === 1 ? 'inf' : i},${i}`, 'a', 'inf'],
  ])('is refused with %s, named with its place and the limit', async (_, line, column, found) => {
    await expect(read(lines(20, line))).rejects.toThrow(
      `data.csv:3: expected numbers between -1e30 and 1e30 in the column ${column}, found "${found}"`,
    );
  });

  it('gives numbers of the largest size finite figures', async () => {
    const data = await read(lines(20, (index) => `${index / 20}e30,-${index / 20}e30`));
    const { targetRange, columns } = recipe.describe(data);
    expect(Object.values(targetRange!).every(Number.isFinite)).toBe(true);
    expect(columns).toMatchObject([{ name: 'a', type: 'numeric' }]);
    expect(Object.values(recipe.baseline(data, data).metrics).every(Number.isFinite)).toBe(true);
  });

  it('gives each stratum several rows, by rising number', async () => {
    const data = await read(lines(50, (index) => `${index % 5},${index}`));
    const strata = recipe.strata(data);
    expect([strata[0], strata[9], strata[10], strata[49]]).toEqual([
      'part 1 of 5',
      'part 1 of 5',
      'part 2 of 5',
      'part 5 of 5',
    ]);
    expect(recipe.folds!(data)).toBe(5);
  });
});
