import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pickSlot } from '../../../../runner/src/deployment/process/switch/switch-table.ts';

const percents = fc
  .integer({ min: 0, max: 100 })
  .map((share) => ({ a: 100 - share, c: share }) as const);

describe('pickSlot', () => {
  it('sends nobody where no requests are to go', () => {
    expect(pickSlot({}, 0.5)).toBeUndefined();
    expect(pickSlot({ a: 0 }, 0)).toBeUndefined();
  });

  it('gives each slot its share', () => {
    fc.assert(
      fc.property(percents, (shares) => {
        const picked = Array.from({ length: 1000 }, (_, at) => pickSlot(shares, (at + 0.5) / 1000));
        expect(picked.filter((slot) => slot === 'c')).toHaveLength(shares.c * 10);
        expect(picked.filter((slot) => slot === 'a')).toHaveLength(shares.a * 10);
      }),
    );
  });

  it('picks one also where rounding leaves nothing', () => {
    expect(pickSlot({ a: 50, b: 49.9 }, 0.9999)).toBe('b');
  });
});
