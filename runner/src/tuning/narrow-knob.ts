import type { Knob, KnobItem } from '@orangery/schemas';
import { expectedOf, holds } from './check-defaults.ts';
import { conditionOf } from './space/dimension.ts';

export type Narrowed =
  { readonly knob: Knob } | { readonly expected: string; readonly found: string };

type NumberKnob = Extract<Knob, { type: 'integer' | 'float' }>;

/**
 * A knob as a request wants it: pinned to one of its values, to some of them, or to a part of its
 * range. When it exists stays the recipe's affair.
 */
export function narrowKnob(known: Knob, asked: Knob): Narrowed {
  const narrowed = narrow(known, asked);
  const condition = conditionOf(known);
  if ('expected' in narrowed || condition === undefined) return narrowed;
  // a policy has no condition, and nothing else becomes one
  return narrowed.knob.type === 'policy'
    ? narrowed
    : { knob: { ...narrowed.knob, when: condition } };
}

function narrow(known: Knob, asked: Knob): Narrowed {
  if (JSON.stringify(known) === JSON.stringify(asked)) return { knob: known };
  if (conditionOf(asked) !== undefined) {
    return { expected: 'no condition: the recipe says when a knob exists', found: 'when' };
  }
  switch (asked.type) {
    case 'fixed':
      return holds(known, asked.value)
        ? { knob: asked }
        : { expected: expectedOf(known), found: JSON.stringify(asked.value) };
    case 'categorical':
      return chooseSome(known, asked.values);
    case 'integer':
    case 'float':
      return narrowRange(known, asked);
    case 'architecture':
    case 'policy':
      return { expected: expectedOf(known), found: `a knob of type ${asked.type}` };
  }
}

function chooseSome(known: Knob, values: readonly KnobItem[]): Narrowed {
  const wrong = values.filter((value) => !holds(known, value));
  if (values.length > 0 && wrong.length === 0) {
    return { knob: { type: 'categorical', values: [...values] } };
  }
  const found = wrong.length === 0 ? 'no value' : wrong.map((it) => JSON.stringify(it)).join(', ');
  return { expected: expectedOf(known), found };
}

function narrowRange(known: Knob, asked: NumberKnob): Narrowed {
  const { min, max } = asked;
  const found = `${min} … ${max}`;
  if (!(min <= max)) return { expected: 'min not above max', found };
  if (known.type === 'categorical') {
    const values = known.values.filter(
      (value) => typeof value === 'number' && value >= min && value <= max,
    );
    if (values.length > 0) return { knob: { ...known, values } };
  } else if (known.type === 'integer' || known.type === 'float') {
    const scale = asked.scale ?? known.scale;
    if (scale === 'log' && min <= 0) return { expected: 'a range above 0 for a log scale', found };
    const isInside = holds(known, min) && holds(known, max);
    if (isInside)
      return { knob: { ...known, min, max, ...(scale === undefined ? {} : { scale }) } };
  }
  return { expected: `a part of its range, ${expectedOf(known)}`, found };
}
