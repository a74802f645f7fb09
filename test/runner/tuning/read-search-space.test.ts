import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Knob, Knobs } from '@orangery/schemas';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';
import { readSearchSpace } from '../../../runner/src/tuning/read-search-space.ts';
import { propose } from '../../../runner/src/tuning/propose.ts';
import { anySpace } from './any-space.ts';
import { studyWith } from './studies.ts';

const recipeKnobs: Knobs = {
  family: { type: 'categorical', values: ['mlp', 'forest'] },
  layers: { type: 'integer', min: 0, max: 4, when: { knob: 'family', in: ['mlp'] } },
  rate: { type: 'float', min: 0.001, max: 0.1, scale: 'log' },
  batchSize: { type: 'categorical', values: [8, 16, 32] },
  cells: { type: 'architecture', positions: [[1, 2], [3]] },
  share: { type: 'policy', policy: 'SHARE_PARAMS' },
  version: { type: 'fixed', value: 2 },
};

describe('a request narrows the search space', () => {
  it.each<[string, Knobs, Knobs]>([
    ['by nothing', {}, {}],
    [
      'by a value',
      { rate: { type: 'fixed', value: 0.01 } },
      { rate: { type: 'fixed', value: 0.01 } },
    ],
    [
      'by a value of a conditional knob, which stays conditional',
      { layers: { type: 'fixed', value: 2 } },
      { layers: { type: 'fixed', value: 2, when: { knob: 'family', in: ['mlp'] } } },
    ],
    [
      'by a range, on the scale of the recipe',
      { rate: { type: 'float', min: 0.01, max: 0.02 } },
      { rate: { type: 'float', min: 0.01, max: 0.02, scale: 'log' } },
    ],
    [
      'by a range of whole numbers, however it is written',
      { layers: { type: 'float', min: 1, max: 2 } },
      { layers: { type: 'integer', min: 1, max: 2, when: { knob: 'family', in: ['mlp'] } } },
    ],
    [
      'by a range of the listed values',
      { batchSize: { type: 'integer', min: 10, max: 40 } },
      { batchSize: { type: 'categorical', values: [16, 32] } },
    ],
    [
      'by some values of a range',
      { rate: { type: 'categorical', values: [0.01, 0.02] } },
      { rate: { type: 'categorical', values: [0.01, 0.02] } },
    ],
    [
      'by a policy that is always on',
      { share: { type: 'fixed', value: true } },
      { share: { type: 'fixed', value: true } },
    ],
  ])('%s', (_, asked, changed) => {
    expect(readSearchSpace(recipeKnobs, asked)).toEqual({ ...recipeKnobs, ...changed });
  });

  it('by what is no part of it: every problem is told', () => {
    const asked: Knobs = {
      batchsize: { type: 'fixed', value: 8 },
      rate: { type: 'fixed', value: 3 },
      layers: { type: 'integer', min: 3, max: 2 },
      batchSize: { type: 'categorical', values: [8, 9] },
      family: { type: 'float', min: 0, max: 1 },
      version: { type: 'fixed', value: 3 },
      cells: { type: 'fixed', value: 1 },
      share: { type: 'integer', min: 0, max: 1 },
    };
    expect(() => readSearchSpace(recipeKnobs, asked)).toThrowErrorMatchingInlineSnapshot(`
      [Failure: The request: knob batchsize: expected a knob of the recipe, found none of this name. Did you mean batchSize?
      The request: knob rate: expected a number of 0.001 … 0.1, found 3
      The request: knob layers: expected min not above max, found 3 … 2
      The request: knob batchSize: expected one of 8, 16, 32, found 9
      The request: knob family: expected a part of its range, one of "mlp", "forest", found 0 … 1
      The request: knob version: expected 2, found 3
      The request: knob cells: expected a value for each of 2 positions, found 1
      The request: knob share: expected a part of its range, true or false, found 0 … 1]
    `);
  });

  it('by a condition, which is the recipe’s affair', () => {
    const when = { knob: 'family', in: ['forest'] };
    const asked: Knobs = { rate: { type: 'fixed', value: 0.01, when } };
    expect(() => readSearchSpace(recipeKnobs, asked)).toThrowErrorMatchingInlineSnapshot(
      `[Failure: The request: knob rate: expected no condition: the recipe says when a knob exists, found when]`,
    );
  });
});

describe('a recipe whose knobs are no search space is told everything', () => {
  const number = (min: number, max: number, scale?: 'log'): Knob => ({
    type: 'float',
    min,
    max,
    ...(scale && { scale }),
  });
  const on = (knob: string, ...values: (string | number)[]): Knob => ({
    type: 'fixed',
    value: 1,
    when: { knob, in: values },
  });

  it.each<[string, Knobs, KnobValues, string]>([
    ['an inverted range', { a: number(2, 1) }, {}, 'a: expected min not above max, found 2 … 1'],
    [
      'no values',
      { a: { type: 'categorical', values: [] } },
      {},
      'a: expected a value to choose from, found none',
    ],
    [
      'no positions',
      { a: { type: 'architecture', positions: [[]] } },
      {},
      'a: expected a value to choose from at each position, found none',
    ],
    [
      'a range without an end',
      { a: number(0, Infinity) },
      {},
      'a: expected numbers, found 0 … Infinity',
    ],
    [
      'a log scale from 0',
      { a: number(0, 1, 'log') },
      {},
      'a: expected a range above 0 for a log scale, found 0 … 1',
    ],
    [
      'parts of whole numbers',
      { a: { type: 'integer', min: 0.5, max: 2 } },
      {},
      'a: expected whole numbers, found 0.5 … 2',
    ],
    [
      'a condition on nothing',
      { a: on('b', 1) },
      {},
      'a: expected a knob of this space in when, found "b"',
    ],
    [
      'a condition on a float',
      { a: on('b', 1), b: number(0, 1) },
      {},
      'a: expected a knob of type categorical, integer or fixed in when, found b of type float',
    ],
    [
      'a condition on a value that never comes',
      { a: on('b', 9), b: { type: 'categorical', values: [1] } },
      {},
      'a: expected values of b in when, found 9',
    ],
    [
      'a condition beyond a range',
      { a: on('b', 9), b: { type: 'integer', min: 1, max: 2 } },
      {},
      'a: expected values of b in when, found 9',
    ],
    [
      'a knob that depends on itself',
      { a: on('a', 1) },
      {},
      'a: expected conditions that do not lead back, found a → a',
    ],
    [
      'a circle',
      { a: on('b', 1), b: on('c', 1), c: on('b', 1) },
      {},
      'a: expected conditions that do not lead back, found a → b → c → b',
    ],
    [
      'a default outside',
      { a: number(0, 1) },
      { a: 2 },
      'a: expected the default to be a number of 0 … 1, found 2',
    ],
    [
      'a default of no knob',
      { a: number(0, 1) },
      { b: 2 },
      'b: expected no default for an unknown knob, found 2',
    ],
  ])('%s', (_, knobs, defaults, problem) => {
    expect(() => readSearchSpace(knobs, {}, defaults)).toThrow(`Knob ${problem}`);
  });

  it('of several problems each on a line of its own', () => {
    const knobs: Knobs = { a: number(2, 1), b: number(0, 1, 'log') };
    expect(() => readSearchSpace(knobs)).toThrowErrorMatchingInlineSnapshot(`
      [Failure: Knob a: expected min not above max, found 2 … 1
      Knob b: expected a range above 0 for a log scale, found 0 … 1]
    `);
  });
});

it('what proposals are made of is always part of the space they are made in', () => {
  fc.assert(
    fc.property(anySpace, fc.nat(), (space, seed) => {
      expect(readSearchSpace(space)).toEqual(space);
      const { knobs } = propose(studyWith({ space, seed }), [])!;
      const pins = Object.entries(knobs).filter(([, value]) => !Array.isArray(value));
      const asked = Object.fromEntries(
        pins.map(([name, value]): [string, Knob] => [
          name,
          { type: 'fixed', value: Array.isArray(value) ? 0 : value },
        ]),
      );
      const pinned = readSearchSpace(space, asked);
      expect(propose(studyWith({ space: pinned, seed: 5 }), [])!.knobs).toMatchObject(
        Object.fromEntries(pins),
      );
    }),
    { numRuns: 60 },
  );
});

it('knows no knob by a name that every object has', () => {
  const asked = JSON.parse('{"constructor":{"type":"fixed","value":1}}') as Knobs;
  expect(() => readSearchSpace(recipeKnobs, asked)).toThrow(
    'The request: knob constructor: expected a knob of the recipe, found none of this name',
  );
});
