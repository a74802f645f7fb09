import { Failure, show, type Field } from '@orangery/schemas';
import { isNumeric, toCell } from '../../recipes/tables/cell.ts';

/** What arrived for one input: a picture, a row, a tensor; by names of declared inputs. */
export interface InputValues {
  /** For messages: `data[2]`, `rows.csv:3`. */
  readonly place: string;
  readonly values: ReadonlyMap<string, unknown>;
}

/** Undefined and null are missing, and so is a text that means it. */
export function valueOf({ values }: InputValues, { name }: Field): unknown {
  const value = values.get(name) ?? null;
  return typeof value === 'string' ? toCell(value) : value;
}

/**
 * A number, also written as text; true and false are 1 and 0.
 * @returns null when missing
 * @throws Failure INPUT_INVALID
 */
export function readNumber(input: InputValues, field: Field): number | null {
  const value = valueOf(input, field);
  if (value === null) return null;
  const number = field.type === 'boolean' ? truth(value) : numberFrom(value);
  const isWhole = field.type !== 'integer' || Number.isSafeInteger(number);
  if (number !== undefined && isWhole) return number;
  const kind = { integer: 'a whole number', boolean: 'true or false' }[field.type as string];
  throw refused(input, field, kind ?? 'a number', show(value));
}

/**
 * Place of a category among its declared values.
 * @returns null when missing
 * @throws Failure INPUT_INVALID
 */
export function readCategory(input: InputValues, field: Field): number | null {
  const value = valueOf(input, field);
  if (value === null) return null;
  const values = field.values ?? [];
  // an object's own toString may be anything
  const place = typeof value === 'object' ? -1 : values.indexOf(String(value));
  if (place >= 0) return place;
  throw refused(input, field, `one of ${values.slice(0, 20).join(', ')}`, show(value));
}

/** @throws Failure INPUT_INVALID when it is missing */
export function readText(input: InputValues, field: Field): string {
  const value = input.values.get(field.name);
  if (typeof value === 'string') return value;
  throw value === undefined || value === null
    ? missing(input, field)
    : refused(input, field, 'a text', show(value));
}

/** For a value that has to be there. */
export function missing({ place, values }: InputValues, { name }: Field): Failure {
  const names = [...values.keys()];
  const found = names.includes(name) ? 'a missing one' : names.join(', ') || 'nothing';
  return new Failure('INPUT_INVALID', `${place}: expected a value for ${name}, found ${found}`, {
    hint: `Send ${JSON.stringify(name)}; the module cannot do without it.`,
  });
}

/** For a value that is not what it has to be. */
export function refused(
  { place }: InputValues,
  { name }: Field,
  expected: string,
  found: string,
): Failure {
  return new Failure('INPUT_INVALID', `${place}: expected ${expected} for ${name}, found ${found}`);
}

function truth(value: unknown): number | undefined {
  if (value === true || value === 1 || value === 'true' || value === '1') return 1;
  if (value === false || value === 0 || value === 'false' || value === '0') return 0;
  return undefined;
}

function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && isNumeric(value) ? Number(value) : undefined;
}
