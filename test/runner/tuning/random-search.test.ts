import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Knobs } from '@orangery/schemas';
import { proposeKnobs } from '../../../runner/src/tuning/random-search.ts';

const space: Knobs = {
  rate: { type: 'float', min: 0.001, max: 1, scale: 'log' },
  layers: { type: 'integer', min: 0, max: 3 },
  width: { type: 'categorical', values: [16, 32] },
  fixed: { type: 'fixed', value: 'yes' },
};

describe('proposeKnobs', () => {
  it('stays inside the ranges', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 500 }), (seed, trial) => {
        const { rate, layers, width, fixed } = proposeKnobs(space, {}, seed, trial);
        expect(rate).toBeGreaterThanOrEqual(0.001);
        expect(rate).toBeLessThanOrEqual(1);
        expect([0, 1, 2, 3]).toContain(layers);
        expect([16, 32]).toContain(width);
        expect(fixed).toBe('yes');
      }),
    );
  });

  it('tries the defaults first, and the same knobs for the same seed and trial', () => {
    const defaults = { rate: 0.5, layers: 1, width: 16 };
    expect(proposeKnobs(space, defaults, 3, 1)).toEqual({ ...defaults, fixed: 'yes' });
    expect(proposeKnobs(space, defaults, 3, 5)).toEqual(proposeKnobs(space, defaults, 3, 5));
    expect(proposeKnobs(space, defaults, 3, 5)).not.toEqual(proposeKnobs(space, defaults, 4, 5));
  });

  it('draws every integer of a range, and small values of a log scale as often as large ones', () => {
    const drawn = Array.from({ length: 400 }, (_, index) => proposeKnobs(space, {}, 1, index + 2));
    expect(new Set(drawn.map(({ layers }) => layers))).toEqual(new Set([0, 1, 2, 3]));
    const small = drawn.filter(({ rate }) => Number(rate) < Math.sqrt(0.001)).length;
    expect(small / drawn.length).toBeGreaterThan(0.4);
    expect(small / drawn.length).toBeLessThan(0.6);
  });
});
