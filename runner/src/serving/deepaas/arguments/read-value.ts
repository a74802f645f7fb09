import type { Argument } from './argument.ts';
import { readPlain } from './read-plain.ts';
import {
  missing,
  notAnObject,
  notNull,
  refuse,
  unknownField,
  type Reading,
  type Wrong,
} from './reading.ts';

/** Told of one list or object; an answer that names every item of a large body would be larger still. */
const mostProblems = 100;

/** Reads a value as an argument says, in the words of marshmallow 3. */
export function readValue(argument: Argument, given: unknown): Reading {
  if (given === null) return argument.default === null ? { value: null } : { wrong: notNull };
  const reading = readByType(argument, given);
  if ('wrong' in reading) return reading;
  const wrong = brokenRules(argument, reading.value);
  return wrong === undefined ? reading : { wrong };
}

/**
 * Reads the named parts of an object.
 * @param strict whether a name that no field has is wrong too
 */
export function readFields(
  fields: readonly Argument[],
  given: Readonly<Record<string, unknown>>,
  strict: boolean,
): { readonly value: Record<string, unknown> } | { readonly wrong: Wrong } {
  const value: Record<string, unknown> = {};
  const wrong: Record<string, Wrong> = {};
  for (const field of fields) {
    const reading = readField(field, given[field.name], Object.hasOwn(given, field.name));
    if (reading === undefined) continue;
    if ('wrong' in reading) wrong[field.name] = reading.wrong;
    else value[field.name] = reading.value;
  }
  if (strict) {
    const known = new Set(fields.map(({ name }) => name));
    const strange = Object.keys(given).filter((name) => !known.has(name));
    for (const name of strange.slice(0, mostProblems)) setPart(wrong, name, unknownField);
  }
  return isEmpty(wrong) ? { value } : { wrong };
}

/** Undefined where nothing is given and nothing is needed. */
export function readField(field: Argument, given: unknown, isGiven: boolean): Reading | undefined {
  if (isGiven && given !== undefined) return readValue(field, given);
  if (field.default !== undefined) return { value: field.default };
  return field.isRequired === true ? { wrong: missing } : undefined;
}

function readByType(argument: Argument, given: unknown): Reading {
  const { type } = argument;
  if (type === 'list') return readList(argument, given);
  if (type === 'object') return readObject(argument, given);
  return readPlain[type](given);
}

function readList({ items }: Argument, given: unknown): Reading {
  if (!Array.isArray(given)) return refuse('Not a valid list.');
  if (items === undefined) return { value: given };
  const value: unknown[] = [];
  const wrong: Record<string, Wrong> = {};
  let problems = 0;
  for (const [index, item] of given.entries()) {
    const reading = readValue(items, item);
    if ('value' in reading) value.push(reading.value);
    else if (problems++ < mostProblems) wrong[index] = reading.wrong;
    else break;
  }
  return problems === 0 ? { value } : { wrong };
}

function readObject({ fields }: Argument, given: unknown): Reading {
  if (!isPlainObject(given)) {
    return fields === undefined ? refuse('Not a valid mapping type.') : { wrong: notAnObject };
  }
  return fields === undefined ? { value: given } : readFields(fields, given, true);
}

function brokenRules(
  { minimum, maximum, choices }: Argument,
  value: unknown,
): readonly string[] | undefined {
  const least = minimum === undefined ? undefined : `greater than or equal to ${minimum}`;
  const most = maximum === undefined ? undefined : `less than or equal to ${maximum}`;
  const isOutside =
    typeof value === 'number' && (value < (minimum ?? -Infinity) || value > (maximum ?? Infinity));
  const isNoChoice = choices !== undefined && !choices.some((choice) => choice === value);
  if (!isOutside && !isNoChoice) return undefined;
  const range = [least, most].filter((part) => part !== undefined).join(' and ');
  return [
    ...(isOutside ? [`Must be ${range}.`] : []),
    ...(isNoChoice ? [`Must be one of: ${choices.join(', ')}.`] : []),
  ];
}

function isPlainObject(given: unknown): given is Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const prototype: unknown = Object.getPrototypeOf(given);
  return prototype === null || prototype === Object.prototype;
}

/** A name of a caller's, which may be `__proto__`. */
function setPart(parts: Record<string, Wrong>, name: string, wrong: Wrong): void {
  Object.defineProperty(parts, name, { value: wrong, enumerable: true, configurable: true });
}

function isEmpty(parts: object): boolean {
  for (const _ in parts) return false;
  return true;
}
