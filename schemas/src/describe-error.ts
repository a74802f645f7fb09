import type { ErrorObject } from 'ajv';
import leven from 'leven';
import type { PlacelessProblem } from './record.ts';

type Describe = (error: ErrorObject) => Omit<PlacelessProblem, 'pointer' | 'found'> & {
  readonly pointer?: string;
  readonly found?: string;
};

/** What each keyword of JSON Schema asks for, in words. */
const descriptions: Readonly<Record<string, Describe>> = {
  type: ({ params }) => ({ expected: article([params.type].flat().join(' or ')) }),
  const: ({ params }) => ({ expected: show(params.allowedValue) }),
  enum: ({ params, data }) => ({
    expected: `one of ${(params.allowedValues as unknown[]).map(show).join(', ')}`,
    ...suggestion(data, params.allowedValues as unknown[]),
  }),
  required: ({ params, instancePath, schema, parentSchema }) => ({
    pointer: `${instancePath}/${escape(params.missingProperty as string)}`,
    expected: `a value${describedAs(parentSchema, params.missingProperty as string)}`,
    found: 'nothing',
    hint: `Add ${String(params.missingProperty)}; required are: ${(schema as string[]).join(', ')}.`,
  }),
  additionalProperties: ({ params, instancePath, parentSchema }) => ({
    pointer: `${instancePath}/${escape(params.additionalProperty as string)}`,
    atKey: true,
    expected: 'a known field',
    found: `unknown field ${show(params.additionalProperty)}`,
    ...suggestion(params.additionalProperty, Object.keys(parentSchema?.properties ?? {})),
  }),
  pattern: ({ params, parentSchema }) => ({
    expected: `text that matches ${String(params.pattern)}`,
    ...hintFromSchema(parentSchema),
  }),
  format: ({ params, parentSchema }) => ({
    expected: `a ${String(params.format)}`,
    ...hintFromSchema(parentSchema),
  }),
  minLength: ({ params }) => ({ expected: `at least ${String(params.limit)} characters` }),
  maxLength: ({ params, data }) => ({
    expected: `at most ${String(params.limit)} characters`,
    found: `${String((data as string).length)} characters`,
  }),
  minItems: ({ params }) => ({ expected: `at least ${String(params.limit)} items` }),
  maxItems: ({ params }) => ({ expected: `at most ${String(params.limit)} items` }),
  minProperties: ({ params }) => ({ expected: `at least ${String(params.limit)} fields` }),
  uniqueItems: () => ({ expected: 'no item twice' }),
  minimum: ({ params }) => ({ expected: `a number of at least ${String(params.limit)}` }),
  maximum: ({ params }) => ({ expected: `a number of at most ${String(params.limit)}` }),
  exclusiveMinimum: ({ params }) => ({ expected: `a number above ${String(params.limit)}` }),
  discriminator: ({ params, instancePath }) => ({
    pointer: `${instancePath}/${String(params.tag)}`,
    expected: `a known ${String(params.tag)}`,
    found: show(params.tagValue),
  }),
};

/** Keywords that only say that something below them failed. */
const wrappers = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'propertyNames']);

/** Turns an error of ajv (compiled with `verbose`) into expected, found and hint; null says nothing new. */
export function describeError(error: ErrorObject): PlacelessProblem | null {
  if (wrappers.has(error.keyword)) return null;
  const described = descriptions[error.keyword]?.(error) ?? {
    expected: error.message ?? error.keyword,
  };
  return { pointer: error.instancePath, found: show(error.data), ...described };
}

/** A value in a message: short, JSON-like. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function article(type: string): string {
  return type === 'null' ? 'nothing' : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function describedAs(parentSchema: ErrorObject['parentSchema'], property: string): string {
  const properties = parentSchema?.properties as
    Record<string, { description?: string }> | undefined;
  const description = properties?.[property]?.description;
  return description === undefined ? '' : ` (${description.replace(/\.$/, '')})`;
}

function hintFromSchema(parentSchema: ErrorObject['parentSchema']): { hint?: string } {
  const { description, examples } = (parentSchema ?? {}) as {
    description?: string;
    examples?: unknown[];
  };
  const example = examples?.[0] === undefined ? '' : ` For example ${show(examples[0])}.`;
  return description === undefined ? {} : { hint: `${description}${example}` };
}

/** "Did you mean", when one of the known words is at most two letters away. */
function suggestion(found: unknown, known: readonly unknown[]): { hint?: string } {
  if (typeof found !== 'string') return {};
  const near = known
    .filter((word): word is string => typeof word === 'string')
    .map((word) => ({ word, distance: leven(found.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= 2 ? { hint: `Did you mean ${near.word}?` } : {};
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
