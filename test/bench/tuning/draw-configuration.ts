import type { Knob, Knobs, KnobValue } from '@orangery/schemas';
import { createRandom, deriveSeed, type Random } from '../../../runner/src/random.ts';
import type { KnobValues } from '../../../runner/src/recipes/recipe.ts';

/**
 * A configuration of a table: the defaults first, then drawn at random along each scale. Stands
 * apart from the tuner, so that the tables can be made again whatever becomes of it.
 */
export function drawConfiguration(
  space: Knobs,
  defaults: KnobValues,
  seed: number,
  trial: number,
): KnobValues {
  const random = createRandom(deriveSeed(seed, 'trial', trial));
  return Object.fromEntries(
    Object.entries(space)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, knob]) => {
        const drawn = drawValue(knob, random);
        const value = trial === 1 ? (defaults[name] ?? drawn) : drawn;
        return [name, knob.type === 'fixed' ? knob.value : value];
      }),
  );
}

function drawValue(knob: Knob, random: Random): KnobValue {
  switch (knob.type) {
    case 'fixed':
      return knob.value;
    case 'categorical':
      return knob.values[random.integer(knob.values.length)]!;
    case 'architecture':
      return knob.positions.map((choices) => choices[random.integer(choices.length)]!);
    case 'policy':
      return false;
    case 'float':
      return drawNumber(knob.min, knob.max, knob.scale, random);
    case 'integer': {
      const drawn = drawNumber(knob.min, knob.max + 1, knob.scale, random);
      return Math.min(knob.max, Math.floor(drawn));
    }
  }
}

function drawNumber(
  min: number,
  max: number,
  scale: 'linear' | 'log' | undefined,
  random: Random,
): number {
  const share = random.uniform();
  if (scale !== 'log') return min + share * (max - min);
  return Math.exp(Math.log(min) + share * (Math.log(max) - Math.log(min)));
}
