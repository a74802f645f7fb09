import type { CallSources } from '../../call-sources.ts';
import { Refused } from '../../answer.ts';
import { invalidAnswer } from '../json-answer.ts';
import { acceptedType } from './accepted-type.ts';
import type { Argument, ArgumentValues } from './argument.ts';
import { readField } from './read-value.ts';
import type { Reading, Wrong } from './reading.ts';

/**
 * The arguments of a call as webargs 5 reads them for DEEPaaS: from the query, else the form, else the
 * JSON body; names that no argument has are ignored.
 * @throws Refused 422 with everything that is wrong, by argument
 */
export function readArguments(sources: CallSources, expected: readonly Argument[]): ArgumentValues {
  const values: Record<string, unknown> = {};
  let wrong: Record<string, Wrong> | undefined;
  for (const argument of expected) {
    const reading = readArgument(argument, sources);
    if (reading === undefined) continue;
    if ('value' in reading) values[argument.name] = reading.value;
    else wrong = { ...wrong, [argument.name]: reading.wrong };
  }
  if (wrong !== undefined) throw new Refused(invalidAnswer(422, wrong));
  return values;
}

function readArgument(argument: Argument, sources: CallSources): Reading | undefined {
  if (argument.name === 'accept' && argument.choices !== undefined) {
    return acceptedType(argument, parameter('accept', one, sources), sources);
  }
  const given = givenTo(argument, sources);
  return readField(argument, given, given !== undefined);
}

type Shape = (given: unknown) => unknown;

function givenTo({ name, type, location }: Argument, sources: CallSources): unknown {
  const shape = type === 'list' ? many : one;
  if (location === 'headers') return shape(part(sources.headers, name.toLowerCase()));
  if (location === 'form' || type === 'file') return shape(part(sources.form, name));
  return parameter(name, shape, sources);
}

function parameter(name: string, shape: Shape, { query, form, json }: CallSources): unknown {
  const text = part(query, name) ?? part(form, name);
  if (text !== undefined) return shape(text);
  const value = part(json, name);
  return shape === many && value !== null ? many(value) : value;
}

/** Of a name that came more than once, the first; lists in JSON are left as they are. */
function one(given: unknown): unknown {
  return Array.isArray(given) ? given[0] : given;
}

function many(given: unknown): unknown {
  return given === undefined || Array.isArray(given) ? given : [given];
}

function part(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name))
    return undefined;
  return Reflect.get(source, name);
}
