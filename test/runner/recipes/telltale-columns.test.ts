import { describe, expect, it } from 'vitest';
import { tabularClassification } from '../../../runner/src/recipes/tabular-classification/index.ts';
import { telltaleColumns } from '../../../runner/src/recipes/tabular-classification/telltale-columns.ts';
import { hashesOfRows } from '../../../runner/src/recipes/tabular/row-hashes.ts';
import { rangesOfColumns } from '../../../runner/src/recipes/tabular/column-ranges.ts';
import type { TableData } from '../../../runner/src/recipes/tabular-classification/read-rows.ts';
import { createRandom } from '../../../runner/src/random.ts';
import { dataFiles, readOptions } from '../../helpers/read-data.ts';

const random = createRandom(3);

async function table(
  rows: number,
  cell: (index: number, kind: number) => string,
): Promise<TableData> {
  const lines = Array.from({ length: rows }, (_, index) => {
    const kind = index < rows / 2 ? 0 : 1;
    return `${cell(index, kind)},${random.uniform().toFixed(6)},${kind === 0 ? 'left' : 'right'}`;
  });
  const csv = `cell,noise,side\n${lines.join('\n')}\n`;
  return tabularClassification.readData(
    dataFiles({ 'a.csv': csv }),
    readOptions(),
  ) as Promise<TableData>;
}

describe('telltaleColumns', () => {
  it.each([
    ['a code of the class', (_: number, kind: number) => `code-${kind}`],
    ['a finer code of the class', (index: number, kind: number) => `${kind}-${index % 5}`],
    ['a number that follows the order of the rows', (index: number) => `${index * 3}`],
    [
      'a measurement with a gap between the classes',
      (_: number, kind: number) => `${kind * 5 + random.uniform()}`,
    ],
    ['being empty for one class alone', (_: number, kind: number) => (kind === 0 ? '' : 'yes')],
  ])('finds %s', async (_, cell) => {
    expect([...telltaleColumns(await table(60, cell))]).toEqual(['cell']);
  });

  it.each([
    ['names that are different on every row', 60, (index: number) => `name ${index * 7919}`],
    ['one exception', 60, (index: number, kind: number) => `code-${index === 3 ? 1 : kind}`],
    [
      'a measurement that overlaps',
      60,
      (_: number, kind: number) => `${kind * 0.5 + random.uniform()}`,
    ],
    ['few rows', 20, (_: number, kind: number) => `code-${kind}`],
  ])('lets %s be', async (_, rows, cell) => {
    expect([...telltaleColumns(await table(rows, cell))]).toEqual([]);
  });

  it('is marked in what the recipe says of the data', async () => {
    const data = await table(60, (_, kind) => `code-${kind}`);
    const [cell, noise] = tabularClassification.describe(data).columns!;
    expect([cell!.determinesTarget, noise!.determinesTarget]).toEqual([true, undefined]);
  });
});

describe('hashesOfRows', () => {
  const read = async (csv: string): Promise<readonly string[]> => {
    const data = await tabularClassification.readData(
      dataFiles({ 'a.csv': csv }),
      readOptions('kind'),
    );
    return [...hashesOfRows(data)];
  };
  const rest = '9,q,a\n8,q,a\n7,q,b\n6,q,b\n5,q,b\n';

  it('is the same for columns in another order, numbers written otherwise, and any class', async () => {
    const [first] = await read(`x,y,kind\n1.50,u,a\n${rest}`);
    const [other] = await read(`y,kind,x\nu,b,1.5\nq,a,9\nq,a,8\nq,a,7\nq,b,6\nq,b,5\n`);
    expect(other).toBe(first);
  });

  it.each([
    ['another value', '1.5,v,a'],
    ['a missing value', ',u,a'],
  ])('differs by %s', async (_, row) => {
    const [first] = await read(`x,y,kind\n1.5,u,a\n${rest}`);
    const [other] = await read(`x,y,kind\n${row}\n${rest}`);
    expect(other).not.toBe(first);
  });

  it('leaves a counter of rows out', async () => {
    const hashes = await read('id,x,kind\n1,4,a\n2,4,a\n3,4,a\n4,5,b\n5,5,b\n6,6,b\n');
    expect(new Set(hashes).size).toBe(3);
  });
});

describe('rangesOfColumns', () => {
  it('measures numeric columns, missing values left out', async () => {
    const data = await table(40, (index, kind) => (index === 0 ? '' : `${kind + 1}`));
    const [cell] = rangesOfColumns(data);
    expect(cell).toMatchObject({ name: 'cell', min: 1, max: 2 });
    expect(cell!.mean).toBeCloseTo(59 / 39);
  });
});
