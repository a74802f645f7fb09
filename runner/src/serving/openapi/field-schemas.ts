import type { Field } from '@orangery/schemas';
import { wholeInput } from '../../inference/whole-input.ts';
import { exampleOf } from '../curl-line.ts';
import { examplePicture } from './example-picture.ts';
import { objectOf, text } from './describe.ts';
import type { Described } from './described.ts';

const number: Described = { type: 'number' };
const listOf = (items: Described): Described => ({ type: 'array', items });

const box = objectOf({
  label: text,
  score: { ...number, minimum: 0, maximum: 1 },
  ...{ x: number, y: number, width: number, height: number },
});

const encoded = {
  ...{ type: 'string', contentEncoding: 'base64' },
  description: 'A file as base64 or data URL.',
};

const history = objectOf({ history: listOf(number), end: text }, ['history']);

type SchemaOf = (field: Field) => Described;

/** What an input of each type is in JSON. */
const inputSchemas: Readonly<Record<Field['type'], SchemaOf>> = {
  image: () => encoded,
  audio: () => encoded,
  file: () => encoded,
  text: () => text,
  tokens: () => ({ anyOf: [text, listOf(text)] }),
  series: () => ({ anyOf: [listOf(number), history] }),
  number: () => number,
  integer: () => ({ type: 'integer' }),
  boolean: () => ({ type: 'boolean' }),
  category: named,
  tensor: () => ({ type: 'array', items: {} }),
  'class-probabilities': shares,
  boxes: () => listOf(box),
  mask: () => listOf({ type: 'integer', minimum: 0 }),
};

/** What an output of each type is in JSON; otherwise as an input. */
const outputSchemas: Partial<Record<Field['type'], SchemaOf>> = {
  // the names of all classes have this type too
  category: (field) => ({ anyOf: [named(field), listOf(named(field))] }),
  tokens: ({ values }) => listOf(values === undefined ? text : { ...text, enum: values }),
  series: () => listOf(number),
};

/** Of one input; what may be left out may be null as well. */
export function inputSchema(field: Field): Described {
  const schema = { ...inputSchemas[field.type](field), ...described(field) };
  if (field.required !== false) return schema;
  return { anyOf: [inputSchemas[field.type](field), { type: 'null' }], ...described(field) };
}

/** Of a row: an object of columns. */
export function rowSchema(inputs: readonly Field[]): Described {
  const required = inputs.filter((field) => field.required !== false).map(({ name }) => name);
  return objectOf(
    Object.fromEntries(inputs.map((field) => [field.name, inputSchema(field)])),
    required,
  );
}

/** Of one prediction. */
export function predictionSchema(outputs: readonly Field[]): Described {
  if (outputs.length === 0) return {};
  const schemas = outputs.map((field) => {
    const schema = (outputSchemas[field.type] ?? inputSchemas[field.type])(field);
    return [field.name, { ...schema, ...described(field) }];
  });
  return objectOf(Object.fromEntries(schemas), []);
}

/** A value of one input, or a row, that works; nothing where only the module knows how much is enough. */
export function exampleInput(inputs: readonly Field[]): unknown {
  const whole = wholeInput(inputs);
  if (whole === undefined) {
    return Object.fromEntries(inputs.map((field) => [field.name, exampleOf(field)]));
  }
  const field = inputs.find(({ name }) => name === whole.name)!;
  if (field.type === 'image') return examplePicture;
  return field.type === 'text' || field.type === 'tokens' ? exampleOf(field) : undefined;
}

function named({ values }: Field): Described {
  return values === undefined ? text : { ...text, enum: values };
}

function shares({ values }: Field): Described {
  const share = { ...number, minimum: 0, maximum: 1 };
  if (values === undefined) return { type: 'object', additionalProperties: share };
  return objectOf(Object.fromEntries(values.map((name) => [name, share])));
}

function described({ description }: Field): Described {
  return description === undefined ? {} : { description };
}
