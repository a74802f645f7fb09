import { describe, expect, it } from 'vitest';
import {
  browseAll,
  browseFacet,
  browsePage,
  cutPages,
  valueName,
} from '../../../marketplace/src/catalogue/browse-lists.ts';
import { facets } from '../../../marketplace/src/catalogue/facets.ts';
import {
  indexModule,
  type IndexedModule,
} from '../../../marketplace/src/catalogue/indexed-module.ts';
import { fixtureModule, fixtureModules } from '../fixture-modules.ts';

const fixtures = fixtureModules.map((module) => indexModule(module, '/'));
const facet = (name: string) => facets.find((one) => one.name === name)!;
const leaf = indexModule(fixtureModule('leaf-classifier'), '/');
const many = (count: number): IndexedModule[] =>
  Array.from({ length: count }, (_, number) => ({ ...leaf, id: `module-${number}` }));

describe('browseFacet', () => {
  it('lists values with most modules first, modules by title', () => {
    const lists = browseFacet(facet('runtime'), fixtures);
    expect(lists.map(({ value, count }) => [value!.title, count])).toEqual([
      ['TensorFlow.js', 6],
      ['container', 1],
      ['pipeline', 1],
    ]);
    const titles = lists[0]!.pages[0]!.modules.map(({ entry }) => entry.title.toLowerCase());
    expect(titles).toEqual([...titles].sort());
  });

  it('leaves retired modules to their own list', () => {
    const retired = { ...leaf, entry: { ...leaf.entry, status: 'retired' as const } };
    expect(browseFacet(facet('task'), [retired])).toEqual([]);
    expect(browseFacet(facet('status'), [retired])[0]!.value!.value).toBe('retired');
    expect(browseAll([retired]).count).toBe(1);
  });
});

describe('cutPages', () => {
  it('leaves a list of 200 whole and cuts a longer one, losing none', () => {
    expect(cutPages(many(200))).toHaveLength(1);
    const modules = many(5000);
    const pages = cutPages(modules);
    expect(pages.flatMap((page) => page.modules)).toEqual(modules);
    for (const { modules: some } of pages) expect(some.length).toBeLessThanOrEqual(200);
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
  });

  it('changes few pages when a module comes', () => {
    const modules = many(5000);
    const before = new Set(cutPages(modules).map((page) => JSON.stringify(page)));
    const grown = modules.toSpliced(2500, 0, { ...leaf, id: 'new-one' });
    const changed = cutPages(grown).filter((page) => !before.has(JSON.stringify(page)));
    expect(changed.length).toBeLessThanOrEqual(4);
  });
});

describe('valueName', () => {
  it('leaves names as they are and never gives two values the same', () => {
    expect(valueName('image-classification')).toBe('image-classification');
    const values = [
      'Computer vision',
      'computer vision',
      'computer-vision',
      'C',
      'C++',
      '工業',
      '農業',
    ];
    const names = values.map(valueName);
    expect(new Set(names).size).toBe(values.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  it('stands in addresses', () => {
    expect(browsePage('/garden')).toBe('/garden/browse/');
    expect(browsePage('/', 'task', 'audio-classification')).toBe(
      '/browse/task/audio-classification/',
    );
    expect(browsePage('/', 'all', undefined, 'from-x')).toBe('/browse/all/from-x/');
  });
});
