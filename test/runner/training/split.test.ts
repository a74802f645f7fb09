import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitExamples, type SplitOptions } from '../../../runner/src/training/split.ts';

const strata = fc
  .array(fc.integer({ min: 3, max: 40 }), { minLength: 2, maxLength: 6 })
  .map((sizes) => sizes.flatMap((size, index) => new Array<string>(size).fill(`class ${index}`)));
const plain: SplitOptions = { seed: 1, holdOut: true, folds: 1, isChronological: false };

function inOrder(...parts: readonly (readonly number[])[]): number[] {
  return parts.flat().sort((a, b) => a - b);
}

describe('splitExamples', () => {
  it('puts every example into exactly one part, and some of each class into each', () => {
    fc.assert(
      fc.property(strata, fc.nat(), (names, seed) => {
        const { folds, test } = splitExamples(names, { ...plain, seed });
        const { train, selection } = folds[0]!;
        expect(inOrder(train, selection, test)).toEqual([...names.keys()]);
        for (const part of [train, selection, test]) {
          expect(new Set(part.map((index) => names[index]))).toEqual(new Set(names));
        }
      }),
    );
  });

  it('lets each example that is not tested on choose once among the folds', () => {
    fc.assert(
      fc.property(strata, fc.integer({ min: 2, max: 5 }), (names, folds) => {
        const split = splitExamples(names, { ...plain, folds });
        expect(inOrder(split.test, ...split.folds.map(({ selection }) => selection))).toEqual([
          ...names.keys(),
        ]);
        for (const { train, selection } of split.folds) {
          expect(inOrder(split.test, train, selection)).toEqual([...names.keys()]);
        }
        const sizes = split.folds.map(({ selection }) => selection.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('chooses and tests by what comes later, where examples follow each other in time', () => {
    const sizes = fc.integer({ min: 20, max: 300 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), (count, folds) => {
        const names = new Array<string>(count).fill('all');
        const split = splitExamples(names, { ...plain, folds, isChronological: true });
        expect(split.test).toHaveLength(Math.round(count / 5));
        expect(split.test.at(-1)).toBe(count - 1);
        expect(split.folds.at(-1)!.selection.at(-1)).toBe(split.test[0]! - 1);
        for (const { train, selection } of split.folds) {
          expect(train.length).toBeGreaterThan(0);
          expect([...train, ...selection]).toEqual(
            [...names.keys()].slice(0, train.length + selection.length),
          );
        }
      }),
    );
  });

  it('repeats from its seed and differs between seeds', () => {
    const names = Array.from({ length: 60 }, (_, index) => `class ${index % 3}`);
    const split = splitExamples(names, { ...plain, seed: 7 });
    expect(splitExamples(names, { ...plain, seed: 7 })).toEqual(split);
    expect(splitExamples(names, { ...plain, seed: 8 }).fingerprint).not.toBe(split.fingerprint);
  });

  it('divides as it always did, so that old receipts hold', () => {
    const names = Array.from({ length: 12 }, (_, index) => `class ${index % 2}`);
    expect(splitExamples(names, plain).fingerprint.slice(0, 16)).toMatchInlineSnapshot(
      `"7033403596fe53ff"`,
    );
  });

  it('holds nothing out when there is separate validation data', () => {
    const names = Array.from({ length: 20 }, (_, index) => `class ${index % 2}`);
    expect(splitExamples(names, { ...plain, holdOut: false }).test).toEqual([]);
  });
});
