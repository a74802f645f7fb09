import { describe, expect, it } from 'vitest';
import { compareMetrics } from '../../../marketplace/src/catalogue/comparison.ts';
import { findEvidence, type Evidence } from '../../../marketplace/src/catalogue/evidence.ts';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import { fixtureModule } from '../fixture-modules.ts';

const leaf = findEvidence(fixtureModule('leaf-classifier'));
const { figures } = indexModule(fixtureModule('leaf-classifier'), '/');
const measured = (metrics: Evidence['metrics'], baseline: Evidence['metrics']): Evidence => ({
  ...leaf,
  metrics,
  baseline: { name: 'majority class', metrics: baseline },
});

describe('compareMetrics', () => {
  it.each([
    ['accuracy', 0.9, 0.4, 'better'],
    ['accuracy', 0.3, 0.4, 'worse'],
    ['logLoss', 0.2, 2, 'better'],
    ['logLoss', 3, 2, 'worse'],
    ['calibrationError', 0.1, 0.1, 'equal'],
  ])('%s %s beside %s is %s', (name, own, other, kind) => {
    const { rows } = compareMetrics(measured({ [name]: own }, { [name]: other }), undefined);
    expect(rows[0]!.baseline).toMatchObject({ value: other, outcome: { kind } });
  });

  it('says by how much', () => {
    const { rows } = compareMetrics(measured({ accuracy: 0.75 }, { accuracy: 0.25 }), undefined);
    expect(rows[0]!.baseline!.outcome).toEqual({ kind: 'better', by: 0.5 });
  });

  it('leaves out what the other does not have', () => {
    const { rows, hasParent } = compareMetrics(measured({ accuracy: 0.75 }, {}), undefined);
    expect(rows[0]).toMatchObject({ baseline: undefined, parent: undefined });
    expect(hasParent).toBe(false);
  });

  it('calls a parent comparable only when both were measured on the same examples', () => {
    expect(compareMetrics(leaf, figures).isParentComparable).toBe(true);
    const child = findEvidence(fixtureModule('greenhouse-leaf-classifier'));
    expect(compareMetrics(child, figures)).toMatchObject({
      hasParent: true,
      isParentComparable: false,
    });
  });
});
