import type { Argument, ArgumentType } from '../arguments/argument.ts';

type Schema = Readonly<Record<string, unknown>>;

const typeSchemas: Readonly<Record<ArgumentType, Schema>> = {
  integer: { type: 'integer', format: 'int32' },
  number: { type: 'number', format: 'float' },
  boolean: { type: 'boolean' },
  string: { type: 'string' },
  url: { type: 'string', format: 'url' },
  'date-time': { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  file: { type: 'file' },
  list: { type: 'array' },
  object: { type: 'object' },
  any: {},
};

/** Gives an object with known fields a name among the definitions, and the reference to it. */
export type Refer = (fields: readonly Argument[]) => Schema;

/** An argument as a parameter of Swagger 2.0. */
export function describeParameter(argument: Argument, refer: Refer): Schema {
  const { name, type, isRequired = false } = argument;
  const schema = describeField(argument, refer);
  const { description, ...rest } = schema;
  return {
    in: placeOf(argument),
    name,
    required: isRequired,
    // a parameter has a type, whatever it may be
    ...(type === 'any' && { type: 'string' }),
    ...rest,
    ...(name === 'accept' && describeAccept(argument)),
    ...(type === 'list' && { collectionFormat: 'multi' }),
    ...(description !== undefined && { description }),
  };
}

/** A field of an object as a schema of Swagger 2.0. */
export function describeField(argument: Argument, refer: Refer): Schema {
  const { type, items, fields, default: value, choices, minimum, maximum, description } = argument;
  if (type === 'object' && fields !== undefined) return refer(fields);
  return {
    ...typeSchemas[type],
    ...(items !== undefined && { items: describeField(items, refer) }),
    ...(value !== undefined && { default: value }),
    ...(value === null && { 'x-nullable': true }),
    ...(choices !== undefined && { enum: choices }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(description !== undefined && { description }),
  };
}

/** Media types an answer may have, as `produces` lists them. */
export function producedTypes(expected: readonly Argument[]): readonly string[] {
  const accept = expected.find(({ name }) => name === 'accept');
  return accept?.choices === undefined
    ? ['application/json']
    : [...accept.choices.map(String), '*/*'];
}

function placeOf({ type, location }: Argument): string {
  if (location === 'headers') return 'header';
  return location === 'form' || type === 'file' ? 'formData' : 'query';
}

/** The first choice is what a caller gets who has no wish. */
function describeAccept({ choices = [], default: value }: Argument): Schema {
  return { default: value ?? choices[0], enum: [...choices, '*/*'] };
}
