import type { Knob, Knobs, KnobValue } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';

/** Defaults that are not of their knob, a sentence each that begins with the knob's name. */
export function checkDefaults(knobs: Knobs, defaults: KnobValues): string[] {
  return Object.entries(defaults).flatMap(([name, value]) => {
    const knob = knobs[name];
    const found = `found ${JSON.stringify(value)}`;
    if (knob === undefined) return [`${name}: expected no default for an unknown knob, ${found}`];
    const expected = expectedOf(knob);
    return holds(knob, value) ? [] : [`${name}: expected the default to be ${expected}, ${found}`];
  });
}

/** What values a knob has, in words. */
export function expectedOf(knob: Knob): string {
  switch (knob.type) {
    case 'fixed':
      return JSON.stringify(knob.value);
    case 'categorical':
      return `one of ${knob.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'integer':
      return `a whole number of ${knob.min} … ${knob.max}`;
    case 'float':
      return `a number of ${knob.min} … ${knob.max}`;
    case 'architecture':
      return `a value for each of ${knob.positions.length} positions`;
    case 'policy':
      return 'true or false';
  }
}

export function holds(knob: Knob, value: KnobValue): boolean {
  switch (knob.type) {
    case 'fixed':
      return value === knob.value;
    case 'categorical':
      return knob.values.some((known) => known === value);
    case 'integer':
    case 'float': {
      if (typeof value !== 'number' || !(value >= knob.min && value <= knob.max)) return false;
      return knob.type === 'float' || Number.isInteger(value);
    }
    case 'architecture':
      return (
        Array.isArray(value) &&
        value.length === knob.positions.length &&
        knob.positions.every((items, position) => items.includes(value[position]!))
      );
    case 'policy':
      return typeof value === 'boolean';
  }
}
