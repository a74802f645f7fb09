import type { Field } from '@orangery/schemas';

type FieldType = Field['type'];

/** What may be given to an input of a type. */
const takes: Readonly<Record<FieldType, readonly FieldType[]>> = {
  image: ['image'],
  audio: ['audio'],
  text: ['text', 'category', 'class-probabilities'],
  tokens: ['tokens', 'text'],
  series: ['series'],
  number: ['number', 'integer'],
  integer: ['integer', 'number'],
  boolean: ['boolean'],
  category: ['category', 'class-probabilities'],
  tensor: ['tensor'],
  file: ['file'],
  'class-probabilities': ['class-probabilities'],
  boxes: ['boxes'],
  mask: ['mask'],
};

/** Types of values that an input of this type takes, as people say it. */
export function typesFor({ type }: Field): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(takes[type]);
}

/** Whether values of one field may be given to another, by their types. */
export function fits(from: Field, to: Field): boolean {
  if (!takes[to.type].includes(from.type)) return false;
  return to.type !== 'tensor' || areSameTensors(from, to);
}

/** Values of one field that another, which lists its own, does not know. */
export function unknownValues(from: Field, to: Field): readonly string[] {
  const known = new Set(to.values);
  return to.values === undefined ? [] : (from.values ?? []).filter((value) => !known.has(value));
}

/** A value of one field as another takes it: of probabilities the most probable class, of a number the nearest integer. */
export function convert(value: unknown, from: Field, to: Field): unknown {
  if (from.type === to.type) return value;
  if (from.type === 'class-probabilities') return mostProbable(value);
  return to.type === 'integer' && typeof value === 'number' ? Math.round(value) : value;
}

function areSameTensors(from: Field, to: Field): boolean {
  const isSameType = [from.datatype, undefined].includes(to.datatype) || !from.datatype;
  if (from.shape === undefined || to.shape === undefined) return isSameType;
  const isSameShape = from.shape.every(
    (length, place) => length === to.shape![place] || length === -1 || to.shape![place] === -1,
  );
  return isSameType && isSameShape && from.shape.length === to.shape.length;
}

function mostProbable(value: unknown): string {
  const shares = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const numbers = shares.filter((pair): pair is [string, number] => typeof pair[1] === 'number');
  const [first, ...others] = numbers;
  if (first === undefined) throw new Error('expected probabilities by class, found none');
  return others.reduce((best, one) => (one[1] > best[1] ? one : best), first)[0];
}
