import type { Metrics } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import { sortOrders, sortPlaces } from '../../../marketplace/src/catalogue/sort-orders.ts';
import { fixtureModule } from '../fixture-modules.ts';

const leaf = indexModule(fixtureModule('leaf-classifier'), '/');
const order = (name: string) => sortOrders.find((one) => one.name === name)!;
const withEntry = (change: Partial<typeof leaf.entry>) => ({
  ...leaf,
  entry: { ...leaf.entry, ...change },
});

describe('sortPlaces', () => {
  it('sorts by date, the newest first, those without one last', () => {
    const modules = ['2026-01-02', undefined, '2026-03-01'].map((updated) =>
      withEntry({ updated }),
    );
    expect(sortPlaces(modules, order('newest'))).toEqual([2, 0, 1]);
  });

  it('sorts by latency, the fastest first, equal ones as they stood', () => {
    const modules = [4, 1, undefined, 1].map((latencyP50Ms) => withEntry({ latencyP50Ms }));
    expect(sortPlaces(modules, order('latency'))).toEqual([1, 3, 0, 2]);
  });

  it('compares figures only where 1 is perfect and more is better', () => {
    const measured: Metrics[] = [{ accuracy: 0.7 }, { rmse: 0.1 }, { r2: 0.9 }, { accuracy: 0.95 }];
    const modules = measured.map((metrics) => ({ ...leaf, figures: { ...leaf.figures, metrics } }));
    expect(sortPlaces(modules, order('quality'))).toEqual([3, 2, 0, 1]);
  });
});
