import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { createMatcher } from '../../../actions/local-github/server/match-route.ts';
import type { Excerpt, ExcerptOperation } from './openapi-excerpt.ts';
import type { Schema } from './to-json-schema.ts';

/** A request and its answer; bodies are undefined where there are none, or not JSON. */
export interface Exchanged {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

const excerpt = JSON.parse(
  readFileSync(new URL('../../fixtures/github/openapi.json', import.meta.url), 'utf8'),
) as Excerpt;
const match = createMatcher(Object.keys(excerpt.operations));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
const lenient = new Ajv({ strict: false, coerceTypes: 'array', validateFormats: false });
for (const one of [ajv, lenient]) one.addSchema({ $id: 'github', schemas: excerpt.schemas });
/** GraphQL is described elsewhere, stored files are at an address of their own. */
const undescribed = /^\/(graphql$|_storage\/)/;

/** GitHub gives null for the repository of a pull request whose fork was deleted. */
const misdescribed = /\/head\/repo must be object/;

/** Every way in which a request or its answer is not as GitHub's description says. */
export function checkAgainstOpenApi(exchange: Exchanged): readonly string[] {
  const { method, path } = exchange;
  if (undescribed.test(path)) return [];
  const found = match(method, path);
  const operation = found && excerpt.operations[found.operation];
  if (!found || !operation) return [`${method} ${path}: no such operation`];
  const problems = [
    ...requestProblems(operation, exchange, found.params),
    ...responseProblems(operation, exchange),
  ];
  return problems
    .filter((problem) => !misdescribed.test(problem))
    .map((problem) => `${found.operation}: ${problem}`);
}

function requestProblems(
  operation: ExcerptOperation,
  { query, requestBody, status }: Exchanged,
  params: Readonly<Record<string, string>>,
): readonly string[] {
  // What was refused as wrong need not be right.
  if (status === 400 || status === 422) return [];
  const known = operation.parameters.filter((one) => one.in === 'query');
  const strange = Object.keys(query).filter((name) => !known.some((one) => one.name === name));
  return [
    ...strange.map((name) => `the query has ${name}, which is not described`),
    ...operation.parameters.flatMap((parameter) => {
      const values = parameter.in === 'path' ? params : query;
      const value = parameter.in === 'header' ? undefined : values[parameter.name];
      if (value !== undefined) return failures(lenient, parameter.schema, value, parameter.name);
      return parameter.required && parameter.in === 'query' ? [`${parameter.name} is missing`] : [];
    }),
    ...bodyProblems(operation, requestBody),
  ];
}

function bodyProblems({ body }: ExcerptOperation, given: unknown): readonly string[] {
  if (!body) return [];
  if (given === undefined) return body.required ? ['the body is missing'] : [];
  const known = propertiesOf(body.schema);
  const strange =
    known && typeof given === 'object' && given !== null
      ? Object.keys(given).filter((name) => !known.has(name))
      : [];
  return [
    ...strange.map((name) => `the body has ${name}, which is not described`),
    ...failures(ajv, body.schema, given, 'body'),
  ];
}

/** Null where any is allowed. */
function propertiesOf(schema: Schema): ReadonlySet<string> | null {
  const inner = ['oneOf', 'anyOf', 'allOf'].flatMap((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) ? list.map((one: Schema) => propertiesOf(one)) : [];
  });
  if (schema.properties === undefined && inner.length === 0) return null;
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false)
    return null;
  if (inner.includes(null) && schema.properties === undefined) return null;
  return new Set([
    ...Object.keys((schema.properties ?? {}) as object),
    ...inner.flatMap((names) => [...(names ?? [])]),
  ]);
}

function responseProblems(operation: ExcerptOperation, exchange: Exchanged): readonly string[] {
  const { status, responseBody } = exchange;
  const schema = operation.responses[String(status)];
  // Refusals are described here and there; all have a message.
  if (status >= 400) {
    const hasMessage = JSON.stringify(responseBody ?? null).includes('"message"');
    return hasMessage ? [] : [`${status} has no message`];
  }
  if (schema === undefined) return [`status ${status} is not described`];
  if (schema === null || responseBody === undefined) return [];
  return failures(ajv, schema, responseBody, `answer ${status}`);
}

const validators = new Map<Ajv, Map<Schema, ValidateFunction>>();
const mostFailures = 6;

function failures(by: Ajv, schema: Schema, value: unknown, what: string): readonly string[] {
  const known = validators.get(by) ?? new Map<Schema, ValidateFunction>();
  validators.set(by, known);
  const validate = known.get(schema) ?? by.compile(inGitHub(schema));
  known.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, mostFailures).map(({ instancePath, message, params }) => {
    return `${what}${instancePath} ${message} ${JSON.stringify(params)}`;
  });
}

/** References lead to the schemas of the excerpt. */
function inGitHub(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/')) as Schema;
}
