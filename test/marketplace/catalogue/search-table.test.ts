import { describe, expect, it } from 'vitest';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import { makeColumns, readCodes } from '../../../marketplace/src/catalogue/search-table.ts';
import { fixtureModule } from '../fixture-modules.ts';

const leaf = indexModule(fixtureModule('leaf-classifier'), '/');

describe('makeColumns', () => {
  it('says of each module which set of values it has, whatever their order', () => {
    const columns = makeColumns([
      { ...leaf, id: 'one', entry: { ...leaf.entry, libraries: ['B', 'A'] } },
      { ...leaf, id: 'two', entry: { ...leaf.entry, libraries: ['A', 'B'] } },
      { ...leaf, id: 'three', entry: { ...leaf.entry, libraries: undefined } },
    ]);
    const libraries = columns.find(({ name }) => name === 'library')!;
    expect(libraries.sets).toEqual([['A', 'B'], []]);
    expect([...readCodes(libraries)]).toEqual([0, 0, 1]);
  });

  it('numbers more sets than one digit can', () => {
    const modules = Array.from({ length: 5000 }, (_, number) => ({
      ...leaf,
      id: `m${number}`,
      entry: { ...leaf.entry, categories: [`field ${number}`] },
    }));
    const column = makeColumns(modules).find(({ name }) => name === 'category')!;
    const codes = readCodes(column);
    expect(codes).toHaveLength(5000);
    for (const place of [0, 63, 64, 4095, 4096, 4999]) {
      expect(column.sets[codes[place]!]).toEqual([`field ${place}`]);
    }
  });

  it('takes nothing to say nothing', () => {
    expect(makeColumns([]).every(({ codes }) => codes === '')).toBe(true);
  });
});
