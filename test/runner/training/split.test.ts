import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitExamples } from '../../../runner/src/training/split.ts';

const strata = fc
  .array(fc.integer({ min: 3, max: 40 }), { minLength: 2, maxLength: 6 })
  .map((sizes) => sizes.flatMap((size, index) => new Array<string>(size).fill(`class ${index}`)));

describe('splitExamples', () => {
  it('puts every example into exactly one part, and some of each class into each', () => {
    fc.assert(
      fc.property(strata, fc.nat(), (names, seed) => {
        const { train, selection, test } = splitExamples(names, seed, true);
        expect([...train, ...selection, ...test].sort((a, b) => a - b)).toEqual([...names.keys()]);
        for (const part of [train, selection, test]) {
          expect(new Set(part.map((index) => names[index]))).toEqual(new Set(names));
        }
      }),
    );
  });

  it('repeats from its seed and differs between seeds', () => {
    const names = Array.from({ length: 60 }, (_, index) => `class ${index % 3}`);
    expect(splitExamples(names, 7, true)).toEqual(splitExamples(names, 7, true));
    expect(splitExamples(names, 7, true).fingerprint).not.toBe(
      splitExamples(names, 8, true).fingerprint,
    );
  });

  it('holds nothing out when there is separate validation data', () => {
    const names = Array.from({ length: 20 }, (_, index) => `class ${index % 2}`);
    expect(splitExamples(names, 1, false).test).toEqual([]);
  });
});
