import type { CatalogueModule } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { compareModules } from '../../../marketplace/src/catalogue/compare-modules.ts';
import { moduleRecord } from '../../../marketplace/src/catalogue/module-record.ts';
import { viewModules } from '../make-views.ts';
import { fixtureModules } from '../fixture-modules.ts';

const site = {
  title: 'Garden',
  description: '',
  address: undefined,
  base: '/',
  repository: undefined,
};
const records = viewModules(fixtureModules).map((view) => moduleRecord(view, site));
const record = (id: string): CatalogueModule => records.find(({ entry }) => entry.id === id)!;
const leaf = record('leaf-classifier');
const measured = (accuracy: number, split: string): CatalogueModule => ({
  ...leaf,
  evidence: { ...leaf.evidence, metrics: { accuracy }, intervals: {}, splitFingerprint: split },
});

describe('compareModules', () => {
  it('says what each module is, in their order, and nothing where it says nothing', () => {
    const { facts } = compareModules([leaf, record('plant-detector')]);
    const cells = (name: string) => facts.find((row) => row.name === name)!.cells;
    expect(cells('Runs as')).toEqual(['TensorFlow.js', 'container']);
    expect(cells('Ready to use')).toEqual(['yes', 'yes']);
    expect(cells('Grown from')).toEqual(['image-classifier', '']);
  });

  it('names the best of figures that were measured on the same examples', () => {
    const split = 'a'.repeat(64);
    const { figures, warning } = compareModules([
      measured(0.8, split),
      measured(0.9, split),
      measured(0.9, split),
    ]);
    expect(figures.find(({ name }) => name === 'Accuracy')).toEqual({
      name: 'Accuracy',
      cells: ['80.0 %', '90.0 %', '90.0 %'],
      best: [1, 2],
    });
    expect(warning).toBeUndefined();
  });

  it('names none, and warns, where examples differ', () => {
    const { figures, warning } = compareModules([
      measured(0.8, 'a'.repeat(64)),
      measured(0.9, 'b'.repeat(64)),
    ]);
    expect(figures.find(({ name }) => name === 'Accuracy')!.best).toEqual([]);
    expect(warning).toContain('different examples');
  });

  it('shows the interval of a figure, and leaves out figures that none has', () => {
    const { figures } = compareModules([leaf]);
    expect(figures.find(({ name }) => name === 'Accuracy')!.cells[0]).toBe(
      '95.5 % (91.9 % – 97.5 %)',
    );
    expect(figures.map(({ name }) => name)).not.toContain('R²');
    expect(compareModules([record('image-classifier')]).figures).toEqual([]);
  });

  it('takes nothing to compare nothing', () => {
    expect(compareModules([])).toMatchObject({ figures: [], warning: undefined });
  });
});
