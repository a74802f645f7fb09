import { describe, expect, it } from 'vitest';
import { findEvidence } from '../../../marketplace/src/catalogue/evidence.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

const leaf = fixtureModule('leaf-classifier');

describe('findEvidence', () => {
  it('lets a report outrank the receipt', () => {
    const [report] = leaf.reports;
    const better = { ...report!, metrics: { accuracy: 0.5 } };
    expect(findEvidence({ ...leaf, reports: [better] }).metrics).toEqual({ accuracy: 0.5 });
  });

  it('takes the receipt where there is no report', () => {
    const evidence = findEvidence({ ...leaf, reports: [] });
    expect(evidence.metrics).toEqual(leaf.receipts[0]!.metrics);
    expect(evidence.testExamples).toBe(leaf.receipts[0]!.split.test);
  });

  it('does not show the figures of older weights', () => {
    const newWeights = withFrontMatter(leaf, { artifact: { sha256: '0'.repeat(64), bytes: 1 } });
    expect(findEvidence({ ...newWeights })).toMatchObject({
      receipt: undefined,
      report: undefined,
    });
  });

  it('falls back to what the front matter states', () => {
    const stated = withFrontMatter(fixtureModule('plant-detector'), { metrics: { accuracy: 0.8 } });
    expect(findEvidence(stated)).toMatchObject({
      metrics: { accuracy: 0.8 },
      testExamples: undefined,
    });
  });
});
