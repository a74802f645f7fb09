import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Knobs } from '@orangery/schemas';
import { describeSpace } from '../../../../runner/src/tuning/space/dimension.ts';
import { countPlaces, listPlaces } from '../../../../runner/src/tuning/space/enumerate.ts';
import { drawPoint, placeOf, toKnobs, toPoint } from '../../../../runner/src/tuning/space/point.ts';
import { createRandom, deriveSeed } from '../../../../runner/src/random.ts';
import { anySpace, faultsOf, finiteSpace } from '../any-space.ts';

describe('a place in a search space', () => {
  it('gives knobs of the space, and they lead back to it', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (knobs, seed) => {
        const space = describeSpace(knobs);
        const point = drawPoint(space, createRandom(deriveSeed(seed, 'test', 1)));
        const values = toKnobs(space, point);
        const policies = Object.entries(knobs).filter(([, { type }]) => type === 'policy');
        const switched = Object.fromEntries(policies.map(([name]) => [name, false]));
        expect(faultsOf(knobs, { ...values, ...switched })).toEqual([]);
        expect(toKnobs(space, toPoint(space, values))).toEqual(values);
      }),
      { numRuns: 200 },
    );
  });

  it('draws every whole number as often as another, and each power of ten of a log scale', () => {
    const knobs: Knobs = {
      layers: { type: 'integer', min: 0, max: 3 },
      rate: { type: 'float', min: 0.001, max: 1, scale: 'log' },
    };
    const space = describeSpace(knobs);
    const drawn = Array.from({ length: 800 }, (_, trial) =>
      toKnobs(space, drawPoint(space, createRandom(deriveSeed(1, 'test', trial)))),
    );
    for (const wanted of [0, 1, 2, 3]) {
      const share = drawn.filter(({ layers }) => layers === wanted).length / 800;
      expect(Math.abs(share - 0.25)).toBeLessThan(0.05);
    }
    const low = drawn.filter(({ rate }) => Number(rate) < 0.01).length / 800;
    expect(Math.abs(low - 1 / 3)).toBeLessThan(0.06);
  });
});

describe('listing the places of a space', () => {
  it('names each that can be drawn, once', () => {
    fc.assert(
      fc.property(finiteSpace, fc.nat(), (knobs, seed) => {
        const space = describeSpace(knobs);
        const places = listPlaces(space, 5000)!.map((point) => placeOf(space, point));
        expect(new Set(places).size).toBe(places.length);
        expect(places).toContain(
          placeOf(space, drawPoint(space, createRandom(deriveSeed(seed, 'test', 1)))),
        );
        expect(countPlaces(space, 5000)).toBe(places.length);
      }),
      { numRuns: 100 },
    );
  });

  it('counts a knob that is left out as one', () => {
    const space = describeSpace({
      family: { type: 'categorical', values: ['a', 'b'] },
      depth: { type: 'integer', min: 1, max: 10, when: { knob: 'family', in: ['a'] } },
    });
    expect(countPlaces(space, 100)).toBe(11);
    expect(countPlaces(space, 10)).toBe(Infinity);
    expect(listPlaces(space, 100, 3)).toHaveLength(4);
  });

  it('finds no end of a range of floats', () => {
    const space = describeSpace({ rate: { type: 'float', min: 0, max: 1 } });
    expect(countPlaces(space, 100)).toBe(Infinity);
    expect(listPlaces(space, 100, 5)).toEqual([[0], [0.25], [0.5], [0.75], [1]]);
  });
});
