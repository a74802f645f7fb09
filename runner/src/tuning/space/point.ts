import type { Knob, KnobItem, KnobValue } from '@orangery/schemas';
import type { Random } from '../../random.ts';
import type { KnobValues } from '../../recipes/recipe.ts';
import { conditionOf, type Dimension, type SearchSpace } from './dimension.ts';
import { decodeNumber, encodeNumber } from './number-scale.ts';

/**
 * A place in a search space, one number for each dimension: 0…1 along a range, the index of a choice,
 * or `NaN` where a condition leaves the knob out.
 */
export type Point = readonly number[];

/** Uniform along each scale. */
export function drawPoint(space: SearchSpace, random: Random): Point {
  // one number for each dimension, needed or not, so that a condition does not shift the others
  return settle(
    space,
    space.dimensions.map((dimension) => drawAlong(dimension, random)),
  );
}

export function drawAlong({ values }: Dimension, random: Random): number {
  const share = random.uniform();
  return values.kind === 'choice' ? Math.floor(share * values.items.length) : share;
}

/** The same place with every number one that a value has, and `NaN` where conditions say so. */
export function settle(space: SearchSpace, wanted: Point): Point {
  return toPoint(space, toKnobs(space, wanted));
}

/** Values of all knobs that exist at a place but policies; where `wanted` lacks one, the middle. */
export function toKnobs(space: SearchSpace, wanted: Point): KnobValues {
  const values: Record<string, KnobValue> = {};
  let index = 0;
  for (const name of space.order) {
    const knob = space.knobs[name]!;
    const isThere = exists(knob, values);
    const items: KnobItem[] = [];
    for (; space.dimensions[index]?.name === name; index += 1) {
      items.push(decode(space.dimensions[index]!, wanted[index] ?? Number.NaN));
    }
    if (!isThere || knob.type === 'policy') continue;
    if (knob.type === 'fixed') values[name] = knob.value;
    else values[name] = knob.type === 'architecture' ? items : items[0]!;
  }
  return values;
}

/** Where a trial's knobs lie; values that are not of the space count as the nearest, or as the first. */
export function toPoint(space: SearchSpace, knobs: KnobValues): Point {
  const values: Record<string, KnobValue> = {};
  for (const name of space.order) {
    const knob = space.knobs[name]!;
    if (!exists(knob, values)) continue;
    const value = knob.type === 'fixed' ? knob.value : knobs[name];
    if (value !== undefined) values[name] = value;
  }
  return space.dimensions.map((dimension) => encode(dimension, values[dimension.name]));
}

/** A text that equal places share. */
export function placeOf(space: SearchSpace, point: Point): string {
  return JSON.stringify(toKnobs(space, point));
}

function exists(knob: Knob, values: Readonly<Record<string, KnobValue>>): boolean {
  const condition = conditionOf(knob);
  if (condition === undefined) return true;
  const value = values[condition.knob];
  return condition.in.some((item) => item === value);
}

function decode({ values }: Dimension, coordinate: number): KnobItem {
  if (values.kind === 'number') {
    return decodeNumber(values, Number.isNaN(coordinate) ? 0.5 : coordinate);
  }
  const last = values.items.length - 1;
  const index = Number.isNaN(coordinate) ? 0 : Math.round(coordinate);
  return values.items[Math.min(last, Math.max(0, index))]!;
}

/** Of a value of the knob; the nearest, or the first, for another. */
export function encode({ values, position }: Dimension, value: KnobValue | undefined): number {
  if (value === undefined) return Number.NaN;
  const item = Array.isArray(value) ? value[position ?? 0] : value;
  if (values.kind === 'number') return encodeNumber(values, Number(item));
  return Math.max(
    0,
    values.items.findIndex((known) => known === item),
  );
}
