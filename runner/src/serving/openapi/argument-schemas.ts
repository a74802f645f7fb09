import type { Argument, ArgumentType } from '../deepaas/arguments/argument.ts';
import { objectOf } from './describe.ts';
import type { Described } from './described.ts';

const types: Readonly<Record<ArgumentType, Described>> = {
  integer: { type: 'integer' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  string: { type: 'string' },
  url: { type: 'string', format: 'uri' },
  'date-time': { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  file: { type: 'string', format: 'binary' },
  list: { type: 'array', items: {} },
  object: { type: 'object' },
  any: {},
};

/** Of one argument of a call or field of an answer. */
export function argumentSchema(argument: Argument): Described {
  const { type, default: value, choices, minimum, maximum, description, items, fields } = argument;
  return {
    ...types[type],
    ...(items !== undefined && { items: argumentSchema(items) }),
    ...(fields !== undefined && argumentsSchema(fields)),
    ...(value !== undefined && value !== null && { default: value }),
    ...(choices !== undefined && { enum: choices }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(description !== undefined && { description }),
  };
}

export function argumentsSchema(expected: readonly Argument[]): Described {
  const required = expected.filter(({ isRequired }) => isRequired === true);
  return objectOf(
    Object.fromEntries(expected.map((one) => [one.name, argumentSchema(one)])),
    required.map(({ name }) => name),
  );
}

/** Arguments as parameters of the query: what is no file and not of a form may come there. */
export function queryParameters(expected: readonly Argument[]): readonly Described[] {
  return expected
    .filter(
      ({ type, location, name }) =>
        (type !== 'file' && location === undefined) || name === 'accept',
    )
    .filter(({ type }) => type !== 'object')
    .map((argument) => {
      const { description, ...schema } = argumentSchema(argument);
      // a body may bring it as well
      const place = { name: argument.name, in: 'query', required: false, schema };
      return description === undefined ? place : { ...place, description };
    });
}
