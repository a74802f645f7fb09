import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  prepareChoice,
  type Selection,
} from '../../../marketplace/src/catalogue/choose-modules.ts';
import { facets } from '../../../marketplace/src/catalogue/facets.ts';
import {
  indexModule,
  type IndexedModule,
} from '../../../marketplace/src/catalogue/indexed-module.ts';
import { makeColumns } from '../../../marketplace/src/catalogue/search-table.ts';
import { fixtureModules } from '../fixture-modules.ts';

const fixtures = fixtureModules.map((module) => indexModule(module, '/'));
const tableOf = (modules: readonly IndexedModule[]) => ({ columns: makeColumns(modules) });

describe('prepareChoice', () => {
  const choose = prepareChoice(tableOf(fixtures));
  const ids = (selection: Selection): readonly string[] =>
    choose(selection).found.map((place) => fixtures[place]!.id);

  it('takes values of a facet as alternatives, and lets facets narrow each other', () => {
    expect(ids({ runtime: ['pipeline', 'container'], task: ['image-classification'] })).toEqual([
      'leaf-walk',
      'plant-detector',
    ]);
    expect(ids({ runtime: ['container'], task: ['tabular-classification'] })).toEqual([]);
  });

  it('finds everything but what is retired when nothing is asked', () => {
    const retired = {
      ...fixtures[0]!,
      entry: { ...fixtures[0]!.entry, status: 'retired' as const },
    };
    const all = prepareChoice(tableOf([retired, ...fixtures.slice(1)]));
    expect(all({}).found).not.toContain(0);
    expect(all({}).found).toHaveLength(fixtures.length - 1);
    expect(all({ status: ['retired'] }).found).toEqual([0]);
  });

  it('counts a value as if nothing else of its facet were asked for', () => {
    const { counts } = choose({ runtime: ['pipeline'] });
    expect(counts.runtime!.get('container')).toBe(1);
    expect(counts.kind!.get('pipeline')).toBe(1);
    expect(counts.kind!.get('module')).toBe(0);
  });

  it('looks only among what words have found, and keeps its order', () => {
    expect(choose({}, [2, 0]).found).toEqual([2, 0]);
  });

  it('agrees with looking at each module, whatever is asked of whatever there is', () => {
    const value = (name: string) => fc.constantFrom('a', 'b', 'c', `${name}-only`);
    const made = fc.record({
      tasks: fc.array(value('task'), { minLength: 1, maxLength: 3 }),
      libraries: fc.array(value('library'), { maxLength: 2 }),
      license: value('licence'),
      status: fc.constantFrom('active' as const, 'deprecated' as const, 'retired' as const),
      trained: fc.boolean(),
    });
    const asked = fc.record({
      task: fc.array(value('task'), { maxLength: 2 }),
      library: fc.array(value('library'), { maxLength: 2 }),
      licence: fc.array(value('licence'), { maxLength: 2 }),
      status: fc.array(fc.constantFrom('active', 'retired'), { maxLength: 2 }),
      trained: fc.constantFrom([], ['yes']),
    });
    fc.assert(
      fc.property(fc.array(made, { maxLength: 30 }), asked, (entries, selection) => {
        const modules = entries.map((entry, number) => ({
          ...fixtures[0]!,
          id: `m-${number}`,
          entry: { ...fixtures[0]!.entry, ...entry },
        }));
        const { found, counts } = prepareChoice(tableOf(modules))(selection);
        expect(found).toEqual(findOneByOne(modules, selection));
        for (const task of ['a', 'b', 'c']) {
          const with1 = findOneByOne(modules, { ...selection, task: [task] }).length;
          expect(counts.task?.get(task) ?? 0).toBe(with1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The rules once more, without a table. */
function findOneByOne(modules: readonly IndexedModule[], selection: Selection): readonly number[] {
  return modules.flatMap((module, place) => {
    const passes = facets.every(({ name, valuesOf }) => {
      const asked = selection[name] ?? [];
      const values = valuesOf(module);
      if (asked.length === 0) return name !== 'status' || !values.includes('retired');
      return asked.some((value) => values.includes(value));
    });
    return passes ? [place] : [];
  });
}
