import { describe, expect, it } from 'vitest';
import type { Comparison } from '@orangery/schemas';
import { findEvidence } from '../../../marketplace/src/catalogue/evidence.ts';
import { figureTables } from '../../../marketplace/src/catalogue/figure-tables.ts';
import { fixtureModule } from '../fixture-modules.ts';

const evidence = {
  ...findEvidence(fixtureModule('leaf-classifier')),
  metrics: { r2: 0.47, rmse: 0.6, mae: 0.5 },
  baseline: { name: 'mean', metrics: { r2: 0, rmse: 0.8 } },
};

describe('figureTables', () => {
  it('puts the module first, beside the trivial model and the others', () => {
    const comparisons: Comparison[] = [
      { name: 'forest', metrics: { r2: 0.45, rmse: 0.62 } },
      { name: 'linear', metrics: { r2: 0.3 } },
    ];
    expect(figureTables({ ...evidence, comparisons })).toEqual([
      {
        title: 'Beside other models',
        rowName: 'Model',
        columns: ['R²', 'RMSE'],
        rows: [
          { name: 'This module', isOwn: true, cells: ['0.470', '0.600'] },
          { name: 'mean', isOwn: false, cells: ['0.000', '0.800'] },
          { name: 'forest', isOwn: false, cells: ['0.450', '0.620'] },
          { name: 'linear', isOwn: false, cells: ['0.300', '–'] },
        ],
      },
    ]);
  });

  it('lists classes with how often they occur, and steps ahead', () => {
    const details = {
      perClass: [{ name: 'cat', count: 1200, metrics: { averagePrecision: 0.612 } }],
      perHorizon: [{ horizon: 7, metrics: { rmse: 2.25 } }],
    };
    const [classes, horizons] = figureTables({ ...evidence, details });
    expect(classes!.columns).toEqual(['Average precision', 'In the held-out data']);
    expect(classes!.rows).toEqual([{ name: 'cat', isOwn: false, cells: ['61.2 %', '1\u202f200'] }]);
    expect(horizons!.rows).toEqual([{ name: '7', isOwn: false, cells: ['2.250'] }]);
  });

  it('shows nothing where there is nothing', () => {
    expect(figureTables(evidence)).toEqual([]);
  });
});
