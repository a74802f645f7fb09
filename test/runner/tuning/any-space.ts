import fc from 'fast-check';
import type { Knob, KnobItem, Knobs } from '@orangery/schemas';
import { conditionOf } from '../../../runner/src/tuning/space/dimension.ts';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';
import { holds } from '../../../runner/src/tuning/check-defaults.ts';

const whole = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(20), fc.constantFrom('linear', 'log'))
  .map(([min, more, scale]): Knob => ({ type: 'integer', min, max: min + more, scale }));
const number = fc
  .tuple(fc.constantFrom(0.001, 0.5, 3), fc.constantFrom(0, 0.25, 40))
  .map(([min, more]): Knob => ({ type: 'float', min, max: min + more, scale: 'log' }));
const choice = fc
  .uniqueArray(fc.constantFrom<string | number | boolean>('a', 'b', 1, 2, true), {
    minLength: 1,
    selector: (value) => value,
  })
  .map((values): Knob => ({ type: 'categorical', values }));
const architecture = fc
  .array(fc.constantFrom<KnobItem[]>([1, 2], ['x'], [3, 4, 5]), { minLength: 1, maxLength: 3 })
  .map((positions): Knob => ({ type: 'architecture', positions }));
const other = fc.constantFrom<Knob>(
  { type: 'fixed', value: 7 },
  { type: 'policy', policy: 'SHARE_PARAMS' },
);

/** Spaces of two to six knobs; some exist only with a value of the one before. */
export const anySpace = spaceOf(fc.oneof(whole, number, choice, architecture, other));

/** Spaces of at most a few hundred places. */
export const finiteSpace = spaceOf(fc.oneof(choice, other)).filter(
  (space) => Object.keys(space).length <= 4,
);

function spaceOf(knob: fc.Arbitrary<Knob>): fc.Arbitrary<Knobs> {
  return fc
    .array(fc.tuple(knob, fc.boolean()), { minLength: 2, maxLength: 6 })
    .map((drawn): Knobs => {
      const space: Record<string, Knob> = {};
      for (const [index, [knob, isConditional]] of drawn.entries()) {
        const before = space[`k${index - 1}`];
        const condition =
          isConditional && before?.type === 'categorical'
            ? { when: { knob: `k${index - 1}`, in: [before.values[0]!] } }
            : {};
        space[`k${index}`] = knob.type === 'policy' ? knob : { ...knob, ...condition };
      }
      return space;
    });
}

/** What is wrong with knobs, as a search space sees it: nothing, one hopes. */
export function faultsOf(space: Knobs, knobs: KnobValues): string[] {
  return Object.entries(space).flatMap(([name, knob]) => {
    const condition = conditionOf(knob);
    const isThere =
      condition === undefined || condition.in.some((item) => item === knobs[condition.knob]);
    const value = knobs[name];
    if (!isThere) return value === undefined ? [] : [`${name} is there`];
    return value !== undefined && holds(knob, value) ? [] : [`${name} is ${String(value)}`];
  });
}
