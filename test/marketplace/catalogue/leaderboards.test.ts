import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IndexedModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import { leaderboardPages } from '../../../marketplace/src/catalogue/leaderboard-pages.ts';
import { makeLeaderboards } from '../../../marketplace/src/catalogue/leaderboards.ts';
import { listPages } from '../../../marketplace/src/catalogue/list-pages.ts';
import type { Result, Standing } from '../../../marketplace/src/catalogue/results.ts';
import { loadSurroundings } from '../../../marketplace/src/catalogue/surroundings.ts';
import { indexModules } from '../make-views.ts';
import { fixtureModules, fixtureRoot } from '../fixture-modules.ts';

const surroundings = await loadSurroundings(fixtureRoot, join(fixtureRoot, 'records'));
const indexed = await indexModules(fixtureModules, '/', surroundings);
const [example] = indexed.find(({ id }) => id === 'seed-classifier')!.results;
const plain = indexed.find(({ id }) => id === 'seed-classifier')!;

const signed: Standing = { kind: 'signed', runner: 'glasshouse-1' };

/** A module with one result: its accuracy and how far that may be off. */
function module(
  id: string,
  [lower, accuracy, upper]: readonly [number, number, number],
  change: Partial<Result> = {},
): IndexedModule {
  const result = { ...example!, metrics: { accuracy }, interval: { lower, upper } };
  return { ...plain, id, results: [{ ...result, standing: signed, ...change }] };
}

const ranksOf = (modules: readonly IndexedModule[]) =>
  makeLeaderboards(modules)[0]?.boards[0]?.rows.map(({ id, rank }) => `${rank ?? '–'} ${id}`);

describe('makeLeaderboards', () => {
  it('shares a rank among modules whose intervals overlap', () => {
    const ranks = ranksOf([
      module('poor', [0.4, 0.5, 0.6]),
      module('good', [0.85, 0.9, 0.95]),
      module('fair', [0.7, 0.8, 0.86]),
      module('wide', [0.3, 0.7, 0.99]),
    ]);
    // good and fair overlap; poor is below both, but nobody knows of wide
    expect(ranks).toEqual(['1 good', '1 fair', '1 wide', '3 poor']);
  });

  it('ranks from below where less is better', () => {
    const lower = { metrics: { rmse: 2 }, interval: { lower: 1.5, upper: 2.5 } };
    const ranks = ranksOf([
      module('far', [0, 0, 0], { metrics: { rmse: 9 }, interval: { lower: 8, upper: 10 } }),
      module('near', [0, 0, 0], lower),
    ]);
    expect(ranks).toEqual(['1 near', '2 far']);
  });

  it('lists below, without a rank, what no listed runner signed, however good it is', () => {
    const consistent = { standing: { kind: 'consistent' } as const };
    const modules = [
      module('boast', [0.98, 0.99, 1], consistent),
      module('honest', [0.5, 0.6, 0.7]),
    ];
    expect(ranksOf(modules)).toEqual(['1 honest', '– boast']);
  });

  it('counts what does not hold, and shows none of it', () => {
    const broken = module('forged', [1, 1, 1], { standing: { kind: 'broken' } });
    const [{ boards }] = makeLeaderboards([broken, module('honest', [0.5, 0.6, 0.7])]) as [never];
    expect(boards).toMatchObject([{ brokenCount: 1, rows: [{ id: 'honest' }] }]);
    expect(makeLeaderboards([broken])).toEqual([]);
  });

  it('says which modules were measured on the same part of the data', () => {
    const rows = makeLeaderboards([
      module('one', [0.5, 0.6, 0.7], { part: 'b' }),
      module('two', [0.5, 0.6, 0.7], { part: 'a' }),
    ])[0]!.boards[0]!.rows;
    expect(rows.map(({ id, part }) => `${id} ${part}`)).toEqual(['one B', 'two A']);
  });

  it('sets other data and other benchmarks apart, and leaves retired modules out', () => {
    const other = { ...example!.dataset, fingerprint: 'f'.repeat(64) };
    const retired = module('old', [0.5, 0.6, 0.7]);
    const [{ boards }] = makeLeaderboards([
      module('one', [0.5, 0.6, 0.7]),
      module('two', [0.5, 0.6, 0.7], { dataset: other }),
      module('three', [0.5, 0.6, 0.7], { benchmark: 'robust' }),
      { ...retired, entry: { ...retired.entry, status: 'retired' } },
    ]) as [never];
    expect((boards as { rows: unknown[] }[]).map(({ rows }) => rows.length)).toEqual([1, 1, 1]);
  });

  it('makes those of the fixtures', () => {
    const boards = makeLeaderboards(indexed);
    expect(boards.map(({ task }) => task)).toEqual([
      'image-classification',
      'tabular-classification',
    ]);
    expect(ranksOf(indexed.filter(({ id }) => /seed|wheat/.test(id)))).toEqual([
      '1 seed-classifier',
      '– wheat-tree',
    ]);
  });

  it('ranks thousands of modules', () => {
    const many = Array.from({ length: 3000 }, (_, index) => {
      const value = index / 3000;
      return module(`m-${index}`, [value - 0.01, value, value + 0.01]);
    });
    const tasks = makeLeaderboards(many);
    expect(tasks[0]!.boards[0]!.rows[0]).toMatchObject({ id: 'm-2999', rank: 1 });
    expect(leaderboardPages(tasks).size).toBe(30);
  });
});

describe('leaderboardPages', () => {
  it('has no page for a board of one module, and lists of a task where there are many boards', () => {
    const many = Array.from({ length: 20 }, (_, index) => {
      const fingerprint = String(index).padStart(64, '0');
      return module(`m-${index}`, [0.5, 0.6, 0.7], { dataset: { fingerprint, name: 'x' } });
    });
    expect([...leaderboardPages(makeLeaderboards(many)).keys()]).toEqual([
      'tabular-classification',
    ]);
    expect([...leaderboardPages(makeLeaderboards(many.slice(0, 3))).keys()]).toEqual([]);
  });
});

describe('listPages', () => {
  it.each([
    [0, [0]],
    [100, [100]],
    [101, [100, 1]],
  ])('cuts %s items', (count, sizes) => {
    const pages = listPages(new Array(count).fill('x'));
    expect(pages.map(({ items }) => items.length)).toEqual(sizes);
    expect(pages.at(-1)).toMatchObject({ number: sizes.length, count: sizes.length });
  });
});
