import type { Argument, ArgumentType } from '../../serving/deepaas/arguments/argument.ts';
import type { RemoteModel } from './remote-model.ts';

type Node = Readonly<Record<string, unknown>>;

/**
 * Arguments and answers of one model as the `swagger.json` of a server has them (Swagger 2.0, as DEEPaaS 2
 * writes it). What it does not say, or says in a way that is not known, is any value.
 * @returns undefined where the model has no path for predictions
 */
export function readSwagger(
  swagger: unknown,
  model: string,
): Pick<RemoteModel, 'predictArguments' | 'trainArguments' | 'response'> | undefined {
  const predict = operation(swagger, model, 'predict');
  if (predict === undefined) return undefined;
  const response = responseOf(swagger, predict);
  return {
    predictArguments: argumentsOf(predict),
    trainArguments: argumentsOf(operation(swagger, model, 'train')),
    ...(response !== undefined && { response }),
  };
}

function operation(swagger: unknown, model: string, verb: string): Node | undefined {
  const paths = nodeAt(swagger, 'paths');
  const entries = Object.entries(paths ?? {});
  // below a base path too
  const found = entries.find(([path]) => path.endsWith(`/v2/models/${model}/${verb}/`));
  return nodeAt(found?.[1], 'post');
}

function argumentsOf(operation: Node | undefined): Argument[] {
  const { parameters } = operation ?? {};
  if (!Array.isArray(parameters)) return [];
  return parameters.filter(isNode).flatMap((parameter) => {
    const { name } = parameter;
    if (typeof name !== 'string' || parameter.in === 'path') return [];
    return [{ ...fieldOf(name, parameter, noDefinitions), ...placeOf(parameter) }];
  });
}

function placeOf({ in: place, required }: Node): Partial<Argument> {
  return {
    ...(place === 'header' && { location: 'headers' as const }),
    ...(place === 'formData' && { location: 'form' as const }),
    ...(required === true && { isRequired: true }),
  };
}

/** DEEPaaS's own wrapper says nothing of what is in it. */
function responseOf(swagger: unknown, predict: Node): readonly Argument[] | undefined {
  const schema = nodeAt(predict, 'responses', '200', 'schema');
  const reference = schema?.['$ref'];
  if (reference === '#/definitions/Prediction') return undefined;
  const definitions = (name: string): Node | undefined => nodeAt(swagger, 'definitions', name);
  const found = schema === undefined ? undefined : referred(schema, definitions);
  return found === undefined ? undefined : fieldsOf(found, definitions, mostDepth);
}

type Definitions = (name: string) => Node | undefined;

const noDefinitions: Definitions = () => undefined;
const mostDepth = 6;

function referred(schema: Node, definitions: Definitions): Node | undefined {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  return definitions(reference.replace('#/definitions/', ''));
}

function fieldsOf(
  { properties, required }: Node,
  definitions: Definitions,
  depth: number,
): readonly Argument[] | undefined {
  if (!isNode(properties) || depth === 0) return undefined;
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, schema]) => ({
    ...fieldOf(name, isNode(schema) ? schema : {}, definitions, depth),
    ...(needed.includes(name) && { isRequired: true }),
  }));
}

const formats: Readonly<Record<string, ArgumentType>> = {
  url: 'url',
  'date-time': 'date-time',
  date: 'date',
};

const types: Readonly<Record<string, ArgumentType>> = {
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  file: 'file',
  array: 'list',
  object: 'object',
};

function typeOf({ type, format }: Node): ArgumentType {
  const special = type === 'string' && typeof format === 'string' ? formats[format] : undefined;
  return special ?? (typeof type === 'string' ? types[type] : undefined) ?? 'any';
}

function fieldOf(
  name: string,
  schema: Node,
  definitions: Definitions,
  depth = mostDepth,
): Argument {
  const target = referred(schema, definitions) ?? {};
  const isReference = target !== schema;
  const type = isReference ? 'object' : typeOf(schema);
  const fields = type === 'object' ? fieldsOf(target, definitions, depth - 1) : undefined;
  const { items } = schema;
  return {
    ...{ name, type, ...limitsOf(schema) },
    ...(type === 'list' &&
      isNode(items) && { items: fieldOf(name, items, definitions, depth - 1) }),
    ...(fields !== undefined && { fields }),
  };
}

/** `*` `/` `*` is what DEEPaaS adds to the media types that a model has. */
function limitsOf({
  description,
  default: value,
  enum: choices,
  minimum,
  maximum,
  'x-nullable': isNullable,
}: Node): Partial<Argument> {
  const allowed = Array.isArray(choices) ? choices.filter(isChoice) : undefined;
  const preset = value === undefined && isNullable === true ? null : value;
  return {
    ...(typeof description === 'string' && { description: description.slice(0, 2000) }),
    ...(preset !== undefined && { default: preset }),
    ...(allowed !== undefined && { choices: allowed.filter((choice) => choice !== '*/*') }),
    ...(typeof minimum === 'number' && { minimum }),
    ...(typeof maximum === 'number' && { maximum }),
  };
}

function isChoice(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at the end of a path of keys; undefined where there is none. */
function nodeAt(value: unknown, ...keys: readonly string[]): Node | undefined {
  let found = value;
  for (const key of keys) {
    if (!isNode(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return isNode(found) ? found : undefined;
}
