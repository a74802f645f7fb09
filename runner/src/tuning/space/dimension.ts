import type { Knob, KnobCondition, KnobItem, Knobs } from '@orangery/schemas';

/** A knob that a search chooses a value for; an architecture is one for each of its positions. */
export interface Dimension {
  readonly name: string;
  /** Index in an architecture. */
  readonly position?: number;
  readonly when?: KnobCondition;
  readonly values: ChoiceValues | NumberValues;
}

export interface ChoiceValues {
  readonly kind: 'choice';
  readonly items: readonly KnobItem[];
}

export interface NumberValues {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly isInteger: boolean;
  readonly isLog: boolean;
}

/** A search space in the order it is drawn in: what a condition names comes before the conditional. */
export interface SearchSpace {
  readonly knobs: Knobs;
  readonly dimensions: readonly Dimension[];
  /** Every knob, conditions first. */
  readonly order: readonly string[];
}

/** @param knobs validated: `readSearchSpace` */
export function describeSpace(knobs: Knobs): SearchSpace {
  const order: string[] = [];
  const add = (name: string): void => {
    const knob = knobs[name];
    if (knob === undefined || order.includes(name)) return;
    const condition = conditionOf(knob);
    if (condition !== undefined) add(condition.knob);
    order.push(name);
  };
  for (const name of Object.keys(knobs).sort()) add(name);
  return { knobs, order, dimensions: order.flatMap((name) => dimensionsOf(name, knobs[name]!)) };
}

export function conditionOf(knob: Knob): KnobCondition | undefined {
  return knob.type === 'policy' ? undefined : knob.when;
}

function dimensionsOf(name: string, knob: Knob): Dimension[] {
  const common = { name, ...(conditionOf(knob) && { when: conditionOf(knob) }) };
  switch (knob.type) {
    case 'fixed':
    case 'policy':
      return [];
    case 'categorical':
      return [{ ...common, values: { kind: 'choice', items: knob.values } }];
    case 'architecture':
      return knob.positions.map((items, position) => ({
        ...common,
        position,
        values: { kind: 'choice', items },
      }));
    case 'integer':
    case 'float': {
      const { min, max, scale, type } = knob;
      const [isInteger, isLog] = [type === 'integer', scale === 'log'];
      return [{ ...common, values: { kind: 'number', min, max, isInteger, isLog } }];
    }
  }
}
