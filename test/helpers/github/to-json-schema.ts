export interface Schema {
  readonly [keyword: string]: unknown;
}

/** Keywords that check something; all others are prose, or would be checked by nobody. */
const single = ['items', 'additionalProperties', 'not'] as const;
const several = ['oneOf', 'anyOf', 'allOf'] as const;
const plain = [
  ...['type', 'enum', 'required', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'format'],
] as const;

/**
 * A schema of OpenAPI 3.0 as JSON Schema: without prose, `nullable` as a type. Names of the schemas it
 * refers to are added to `named`.
 */
export function toJsonSchema(schema: Schema, named: Set<string>): Schema {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? '';
    named.add(name);
    return { $ref: `#/schemas/${name}` };
  }
  const converted: Record<string, unknown> = {};
  for (const keyword of plain) {
    if (schema[keyword] !== undefined) converted[keyword] = schema[keyword];
  }
  for (const keyword of single) {
    const inner = schema[keyword];
    if (inner !== undefined)
      converted[keyword] = isSchema(inner) ? toJsonSchema(inner, named) : inner;
  }
  for (const keyword of several) {
    const inner = schema[keyword];
    if (Array.isArray(inner)) {
      converted[keyword] = inner.filter(isSchema).map((one) => toJsonSchema(one, named));
    }
  }
  if (isSchema(schema.properties)) {
    const properties = Object.entries(schema.properties).filter(
      (entry): entry is [string, Schema] => isSchema(entry[1]),
    );
    converted.properties = Object.fromEntries(
      properties.map(([name, one]) => [name, toJsonSchema(one, named)]),
    );
  }
  return schema.nullable === true ? orNull(converted) : converted;
}

function orNull(schema: Record<string, unknown>): Schema {
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] };
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
