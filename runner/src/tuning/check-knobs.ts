import type { Knob, KnobItem, Knobs } from '@orangery/schemas';
import { conditionOf } from './space/dimension.ts';

/** What is wrong with a search space, a sentence each that begins with the knob's name. */
export function checkKnobs(knobs: Knobs): string[] {
  return Object.entries(knobs).flatMap(([name, knob]) =>
    [...rangeProblems(knob), ...conditionProblems(name, knob, knobs)].map(
      (problem) => `${name}: ${problem}`,
    ),
  );
}

function rangeProblems(knob: Knob): string[] {
  switch (knob.type) {
    case 'categorical':
      return knob.values.length > 0 ? [] : ['expected a value to choose from, found none'];
    case 'architecture': {
      const isFull = knob.positions.length > 0 && knob.positions.every(({ length }) => length > 0);
      return isFull ? [] : ['expected a value to choose from at each position, found none'];
    }
    case 'integer':
    case 'float': {
      const { min, max, scale, type } = knob;
      const found = `found ${min} … ${max}`;
      if (!Number.isFinite(min) || !Number.isFinite(max)) return [`expected numbers, ${found}`];
      if (min > max) return [`expected min not above max, ${found}`];
      if (scale === 'log' && min <= 0)
        return [`expected a range above 0 for a log scale, ${found}`];
      const isWhole = Number.isInteger(min) && Number.isInteger(max);
      return type === 'float' || isWhole ? [] : [`expected whole numbers, ${found}`];
    }
    case 'fixed':
    case 'policy':
      return [];
  }
}

function conditionProblems(name: string, knob: Knob, knobs: Knobs): string[] {
  const condition = conditionOf(knob);
  if (condition === undefined) return [];
  const other = knobs[condition.knob];
  if (other === undefined) {
    return [`expected a knob of this space in when, found ${JSON.stringify(condition.knob)}`];
  }
  if (dependsOnItself(name, knobs)) {
    return [`expected conditions that do not lead back, found ${circleFrom(name, knobs)}`];
  }
  return condition.in
    .map((item) => valueProblem(other, condition.knob, item))
    .filter((problem) => problem !== undefined);
}

function valueProblem(other: Knob, name: string, item: KnobItem): string | undefined {
  const found = `found ${JSON.stringify(item)}`;
  switch (other.type) {
    case 'categorical':
      return other.values.includes(item)
        ? undefined
        : `expected values of ${name} in when, ${found}`;
    case 'integer': {
      const isThere =
        Number.isInteger(item) && Number(item) >= other.min && Number(item) <= other.max;
      return isThere ? undefined : `expected values of ${name} in when, ${found}`;
    }
    case 'fixed':
      return undefined;
    case 'float':
    case 'architecture':
    case 'policy':
      return `expected a knob of type categorical, integer or fixed in when, found ${name} of type ${other.type}`;
  }
}

/** Names from a knob along its conditions, to the first that comes again. */
function chainFrom(name: string, knobs: Knobs): string[] {
  const chain = [name];
  for (;;) {
    const knob = knobs[chain.at(-1)!];
    const next = knob === undefined ? undefined : conditionOf(knob)?.knob;
    if (next === undefined) return chain;
    chain.push(next);
    if (chain.indexOf(next) < chain.length - 1) return chain;
  }
}

function dependsOnItself(name: string, knobs: Knobs): boolean {
  const chain = chainFrom(name, knobs);
  return chain.indexOf(chain.at(-1)!) < chain.length - 1;
}

function circleFrom(name: string, knobs: Knobs): string {
  return chainFrom(name, knobs).join(' → ');
}
