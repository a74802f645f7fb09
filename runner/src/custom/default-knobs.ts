import type { Knob, Knobs, KnobValue } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';

/** The middle of every knob: of a range by its scale, of a list its first value. */
export function middleOfKnobs(knobs: Knobs): KnobValues {
  return Object.fromEntries(Object.entries(knobs).map(([name, knob]) => [name, middleOf(knob)]));
}

function middleOf(knob: Knob): KnobValue {
  switch (knob.type) {
    case 'fixed':
      return knob.value;
    case 'categorical':
      return knob.values[0]!;
    case 'architecture':
      return knob.positions.map((items) => items[0]!);
    case 'policy':
      return false;
    case 'integer':
      return Math.round(middleOfRange(knob));
    case 'float':
      return Number(middleOfRange(knob).toPrecision(3));
  }
}

function middleOfRange({ min, max, scale }: Extract<Knob, { min: number }>): number {
  return scale === 'log' ? Math.sqrt(min * max) : (min + max) / 2;
}
