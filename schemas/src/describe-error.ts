import type { ErrorObject } from 'ajv';
import leven from 'leven';
import type { PlacelessProblem } from './record.ts';

type Describe = (error: ErrorObject) => Omit<PlacelessProblem, 'pointer' | 'found'> & {
  readonly pointer?: string;
  readonly found?: string;
};

/** What each keyword of JSON Schema asks for, in words. */
const descriptions: Readonly<Record<string, Describe>> = {
  type: ({ params, data }) => ({
    expected: [params.type].flat().map(nameOfType).join(' or '),
    ...quoteHint(params.type, data),
  }),
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
    ...fieldHint(params.additionalProperty, Object.keys(parentSchema?.properties ?? {})),
  }),
  pattern: ({ params, parentSchema }) => ({
    expected: `text that matches ${String(params.pattern)}`,
    ...hintFromSchema(parentSchema),
  }),
  format: ({ params, parentSchema }) => ({
    expected: `a ${String(params.format)}`,
    ...hintFromSchema(parentSchema),
  }),
  minLength: ({ params }) => ({ expected: `at least ${count(params.limit, 'character')}` }),
  maxLength: ({ params, data }) => ({
    expected: `at most ${count(params.limit, 'character')}`,
    found: count([...(data as string)].length, 'character'),
  }),
  minItems: ({ params }) => ({ expected: `at least ${count(params.limit, 'item')}` }),
  maxItems: ({ params, data }) => ({
    expected: `at most ${count(params.limit, 'item')}`,
    found: count((data as unknown[]).length, 'item'),
  }),
  minProperties: ({ params }) => ({ expected: `at least ${count(params.limit, 'field')}` }),
  uniqueItems: () => ({ expected: 'no item twice' }),
  minimum: ({ params }) => ({ expected: `a number of at least ${String(params.limit)}` }),
  maximum: ({ params }) => ({ expected: `a number of at most ${String(params.limit)}` }),
  exclusiveMinimum: ({ params }) => ({ expected: `a number above ${String(params.limit)}` }),
  discriminator: ({ params, instancePath, parentSchema }) => ({
    pointer: `${instancePath}/${String(params.tag)}`,
    expected: `one of ${tagsOf(parentSchema, String(params.tag)).map(show).join(', ')}`,
    found: show(params.tagValue),
    ...suggestion(params.tagValue, tagsOf(parentSchema, String(params.tag))),
  }),
};

/** Keywords that only say that something below them failed. */
const wrappers = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'propertyNames']);

/** Turns an error of ajv (compiled with `verbose`) into expected, found and hint; null says nothing new. */
export function describeError(error: ErrorObject): PlacelessProblem | null {
  if (wrappers.has(error.keyword) || isTagMissing(error)) return null;
  const described = descriptions[error.keyword]?.(error) ?? {
    expected: error.message ?? error.keyword,
  };
  const found = show(error.data);
  if (error.propertyName !== undefined) {
    const pointer = `${error.instancePath}/${escape(error.propertyName)}`;
    return { pointer, atKey: true, found, ...described };
  }
  return { pointer: error.instancePath, found, ...described };
}

/** Said by `required` already. */
function isTagMissing({ keyword, params }: ErrorObject): boolean {
  return keyword === 'discriminator' && params.tagValue === undefined;
}

/** A value in a message: short, JSON-like. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  const json = isNumber ? undefined : JSON.stringify(value, speakable);
  const text = json ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** What JSON has no word for: integers of 64 bits, infinite numbers. */
function speakable(_: string, value: unknown): unknown {
  const isEndless = typeof value === 'number' && !Number.isFinite(value);
  return isEndless || typeof value === 'bigint' ? String(value) : value;
}

function nameOfType(type: string): string {
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    integer: 'a whole number',
    null: 'nothing',
    object: 'an object',
  };
  return names[type] ?? `a ${type}`;
}

function count(limit: unknown, thing: string): string {
  return `${String(limit)} ${thing}${limit === 1 ? '' : 's'}`;
}

/** YAML takes 1.0 and yes for something else than text. */
function quoteHint(type: unknown, data: unknown): { hint?: string } {
  const isWord = typeof data === 'number' || typeof data === 'boolean';
  return type === 'string' && isWord ? { hint: `Quote it: "${data}".` } : {};
}

function tagsOf(parentSchema: ErrorObject['parentSchema'], tag: string): unknown[] {
  const branches = parentSchema?.oneOf as
    { properties?: Record<string, { const?: unknown }> }[] | undefined;
  return (branches ?? []).map((branch) => branch.properties?.[tag]?.const);
}

function fieldHint(found: unknown, known: readonly string[]): { hint?: string } {
  const near = suggestion(found, known);
  if (near.hint !== undefined || known.length === 0) return near;
  return { hint: `Known are: ${known.join(', ')}.` };
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
export function suggestion(found: unknown, known: readonly unknown[]): { hint?: string } {
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
