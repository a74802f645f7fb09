import { describe, expect, it } from 'vitest';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import { makeSearchTable, readCodes } from '../../../marketplace/src/catalogue/search-table.ts';
import { fixtureModule } from '../fixture-modules.ts';

const leaf = indexModule(fixtureModule('leaf-classifier'), '/');

describe('makeSearchTable', () => {
  it('names each module’s card and the set of values it has, whatever their order', () => {
    const table = makeSearchTable(
      [
        { ...leaf, id: 'one', entry: { ...leaf.entry, libraries: ['B', 'A'] } },
        { ...leaf, id: 'two', entry: { ...leaf.entry, libraries: ['A', 'B'] } },
        { ...leaf, id: 'three', entry: { ...leaf.entry, libraries: undefined } },
      ],
      (id) => `card-of-${id}`,
    );
    expect(table.cards).toBe('card-of-one card-of-two card-of-three');
    const libraries = table.columns.find(({ name }) => name === 'library')!;
    expect(libraries.sets).toEqual([['A', 'B'], []]);
    expect([...readCodes(libraries)]).toEqual([0, 0, 1]);
  });

  it('numbers more sets than one digit can', () => {
    const modules = Array.from({ length: 5000 }, (_, number) => ({
      ...leaf,
      id: `m${number}`,
      entry: { ...leaf.entry, categories: [`field ${number}`] },
    }));
    const column = makeSearchTable(modules, (id) => id).columns.find(
      ({ name }) => name === 'category',
    )!;
    const codes = readCodes(column);
    expect(codes).toHaveLength(5000);
    for (const place of [0, 63, 64, 4095, 4096, 4999]) {
      expect(column.sets[codes[place]!]).toEqual([`field ${place}`]);
    }
  });

  it('takes nothing to say nothing', () => {
    expect(makeSearchTable([], (id) => id)).toMatchObject({ cards: '' });
  });
});
