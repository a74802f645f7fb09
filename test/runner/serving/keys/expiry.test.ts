import { describe, expect, it } from 'vitest';
import { endOfKey, hasEnded } from '../../../../runner/src/serving/keys/index.ts';

describe('the end of a key', () => {
  it.each([
    ['2026-11-21', '2026-11-22T00:00:00.000Z'],
    ['2028-02-29', '2028-03-01T00:00:00.000Z'],
    ['2026-11-21T08:00:00Z', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21T08:00:00.500Z', '2026-11-21T08:00:00.500Z'],
  ])('of %s is %s', (expires, moment) => {
    expect(endOfKey({ expires })).toBe(Date.parse(moment));
    expect(hasEnded({ expires }, Date.parse(moment) - 1)).toBe(false);
    expect(hasEnded({ expires }, Date.parse(moment))).toBe(true);
  });

  it('never comes where none is said', () => {
    expect(endOfKey({})).toBe(Infinity);
    expect(hasEnded({}, Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it.each([
    '2026-02-29',
    '2026-02-31',
    '2026-13-01',
    '2026-11-21T23:59:60Z',
    '2026-11-21T24:00:00Z',
    'soon',
  ])('was long ago where there is no such moment: %s', (expires) => {
    expect(endOfKey({ expires })).toBeUndefined();
    expect(hasEnded({ expires }, 0)).toBe(true);
  });
});
