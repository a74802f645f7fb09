import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { readRows } from '../../../runner/src/recipes/tabular-classification/read-rows.ts';
import { tabularClassification } from '../../../runner/src/recipes/tabular-classification/index.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';

const read = async (text: string, target?: string) =>
  readRows(dataFiles({ 'data.csv': text }), readOptions(target));
const failureOf = async (text: string, target?: string): Promise<string> =>
  read(text, target).then(
    () => 'no failure',
    (error: unknown) => {
      const { code, message, hint } = toFailure(error);
      return `${code} ${message} → ${hint}`;
    },
  );

const rows = (delimiter: string): string =>
  ['size,colour,kind', '1.5,red,a', '2,NA,a', '?,blue,b', ',red,b', '3,blue,a', '4,red,b']
    .map((line) => line.replaceAll(',', delimiter))
    .join('\n');

describe('reading a table', () => {
  it.each([
    [',', 'CSV, comma, header'],
    [';', 'CSV, semicolon, header'],
    ['\t', 'CSV, tab, header'],
    ['|', 'CSV, pipe, header'],
  ])('finds the delimiter %j', async (delimiter, format) => {
    const data = await read(rows(delimiter));
    expect(data.format).toBe(format);
    expect(data.target).toBe('kind');
    expect(data.targetChosenBy).toBe('last column');
    expect(data.columns).toEqual([
      { name: 'size', type: 'numeric', missing: 2, distinct: 4 },
      { name: 'colour', type: 'categorical', missing: 1, distinct: 2 },
    ]);
  });

  it('names columns itself when there is no header', async () => {
    const data = await read('1,2,a\n3,4,b\n5,6,a\n7,8,b\n9,1,a\n2,3,b\n');
    expect(data.format).toBe('CSV, comma, no header');
    expect(data.target).toBe('column-3');
  });

  it.each([
    ['ragged rows', 'a,b,c\n1,2,x\n1,2\n3,4,y\n', undefined],
    ['no rows', 'a,b,kind\n', undefined],
    ['nothing', '', undefined],
    ['one class', 'a,kind\n1,x\n2,x\n3,x\n', undefined],
    ['a missing target', rows(','), 'species'],
    ['a class with one row', 'a,kind\n1,x\n2,x\n3,x\n4,y\n', undefined],
    [
      'numbers as target',
      `a,b\n${Array.from({ length: 60 }, (_, i) => `${i % 7},${i}.5`).join('\n')}`,
      undefined,
    ],
    ['only a constant beside the target', 'a,kind\n1,x\n1,x\n1,x\n1,y\n1,y\n1,y', undefined],
  ])('says what is wrong with %s', async (_, text, target) => {
    const data = await read(text, target).catch((error: unknown) => error);
    const failed =
      data instanceof Error
        ? await failureOf(text, target)
        : await tabularClassification
            .fit({
              train: data as Awaited<ReturnType<typeof read>>,
              selection: data as Awaited<ReturnType<typeof read>>,
              knobs: {},
              seed: 1,
              until: 1,
              signal: new AbortController().signal,
              isOutOfTime: () => false,
              onEpoch: () => {},
            })
            .then(
              () => 'no failure',
              (error: unknown) => toFailure(error).message,
            );
    expect(failed).toMatchSnapshot();
  });
});
