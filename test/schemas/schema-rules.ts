import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Node = Record<string, unknown>;
type Path = readonly (string | number)[];

/** One rule of a schema, and front matter that breaks it and no other. */
export interface SchemaRule {
  /** Name of the folder of its fixture, such as `authors-name-min-length`. */
  readonly name: string;
  /** Where the problem must be reported. */
  readonly pointer: string;
  readonly frontMatter: unknown;
}

/** One rule of another schema, and a record that breaks it and no other. */
export interface RecordRule extends Pick<SchemaRule, 'name' | 'pointer'> {
  readonly record: unknown;
}

const folder = join(import.meta.dirname, '../../schemas/json');

/** Schemas by file name, their references made whole. */
export const schemas: ReadonlyMap<string, Node> = new Map(
  readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const whole: Node = JSON.parse(text.replaceAll('"$ref": "#', `"$ref": "${name}#`));
    return [name, whole];
  }),
);

const required = [
  ...['schema', 'title', 'summary', 'version', 'license'],
  ...['authors', 'maintainers', 'tasks', 'kind', 'runtime'],
];
const annotations = ['$schema', '$id', '$defs', 'title', 'description', 'examples'];
const handled = new Set([
  ...annotations,
  ...['type', 'const', 'enum', 'pattern', 'format', 'minLength', 'maxLength'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'minItems', 'maxItems', 'uniqueItems', 'items'],
  ...['required', 'additionalProperties', 'properties', 'propertyNames', 'discriminator', 'oneOf'],
]);

/**
 * Every rule of the module's schema, found by walking it beside front matter that uses every field.
 * A definition that several fields share is broken in every way at the first, in one way at the others.
 * @throws when the front matter lacks a field, or the schema says something this walk cannot break
 */
export function moduleSchemaRules(everything: Node): SchemaRule[] {
  const whole: Place = { value: everything, path: [], visited: new Set() };
  return [...walk(schemas.get('module.schema.json')!, whole)].map(
    ({ keyword, path, at = path, change }) => ({
      name: [...path, keyword].map(kebab).join('-'),
      pointer: at.map((part) => `/${part}`).join(''),
      frontMatter:
        path.length === 0 && keyword === 'type' ? change : minimal(everything, at, change),
    }),
  );
}

/** Every rule of another schema: a whole record that breaks it and no other. */
export function recordSchemaRules(file: string, everything: Node): RecordRule[] {
  const whole: Place = { value: everything, path: [], visited: new Set() };
  return [...walk(schemas.get(file)!, whole)].map(({ keyword, path, at = path, change }) => ({
    name: [...path, keyword].map(kebab).join('-'),
    pointer: at.map((part) => `/${part}`).join(''),
    record: at.length === 0 ? change : changed(everything, at, change),
  }));
}

/** What is required, and the one field that the rule is about. */
function minimal(whole: Node, path: Path, change: unknown): Node {
  const fields = new Set<unknown>([...required, path[0]]);
  const kept = Object.entries(whole).filter(([name]) => fields.has(name));
  return changed(Object.fromEntries(kept), path, change);
}

function changed(whole: Node, path: Path, change: unknown): Node {
  const copy: Node = structuredClone(whole);
  let place = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  if (change === undefined) delete place[path.at(-1)!];
  else place[path.at(-1)!] = change;
  return copy;
}

interface Break {
  readonly keyword: string;
  readonly path: Path;
  /** The place that is changed, when it is below the rule's. */
  readonly at?: Path;
  /** Undefined removes. */
  readonly change: unknown;
}

/** What stands at a path, and the shared definitions that were broken in every way already. */
interface Place {
  readonly value: unknown;
  readonly path: Path;
  readonly visited: Set<string>;
}

function* walk(schema: Node, place: Place): Generator<Break> {
  const { value, visited } = place;
  const { node, reference } = resolve(schema);
  const branch = chooseBranch(node, value);
  const key = reference === undefined ? '' : `${reference} ${String(branch?.title)}`;
  const isShared = key !== '' && visited.has(key);
  visited.add(key);
  const breaks = [...breakNode(branch ?? node, node, place)];
  yield* isShared ? breaks.slice(0, 1) : breaks;
}

function* breakNode(node: Node, parent: Node, place: Place): Generator<Break> {
  const { value, path } = place;
  const unknown = [...Object.keys(node), ...Object.keys(parent)].find((key) => !handled.has(key));
  if (unknown !== undefined) throw new Error(`${path.join('/')}: no way to break ${unknown}`);
  const type = parent.type ?? node.type;
  if (type !== undefined) yield { keyword: 'type', path, change: wrongType(type) };
  for (const [keyword, breakIt] of Object.entries(breakers)) {
    const limit = node[keyword];
    if (limit === undefined) continue;
    const change = breakIt(limit, value);
    if (change !== undefined) yield { keyword, path, change };
  }
  if (Array.isArray(value)) {
    if (node.items !== undefined) yield* walk(node.items as Node, below(place, 0));
  } else if (typeof value === 'object' && value !== null) {
    yield* breakFields(node, place);
  }
}

function* breakFields(node: Node, place: Place): Generator<Break> {
  const { path } = place;
  const value = place.value as Node;
  for (const name of (node.required as string[] | undefined) ?? []) {
    yield { keyword: 'required', path: [...path, name], change: undefined };
  }
  const [first] = Object.values(value);
  if (node.propertyNames !== undefined) {
    yield { keyword: 'propertyNames', path, at: [...path, 'Not a name'], change: first };
  }
  if (node.additionalProperties === false) {
    yield { keyword: 'unknownField', path, at: [...path, 'unheardOf'], change: 1 };
  } else if (node.additionalProperties !== undefined) {
    for (const name of Object.keys(value)) {
      yield* walk(node.additionalProperties as Node, below(place, name));
    }
  }
  for (const [name, child] of Object.entries((node.properties as Node | undefined) ?? {})) {
    if (!(name in value)) throw new Error(`${[...path, name].join('/')} is not in everything.yml`);
    yield* walk(child as Node, below(place, name));
  }
}

function below({ value, path, visited }: Place, key: string | number): Place {
  return { value: (value as Record<string | number, unknown>)[key], path: [...path, key], visited };
}

type Breaker = (limit: unknown, value: unknown) => unknown;

/** A value that breaks a keyword and no other of the same place; undefined where that cannot be. */
const breakers: Readonly<Record<string, Breaker>> = {
  const: () => 'something else',
  enum: () => 'something else',
  pattern: () => 'not like ~ that !',
  format: () => 'some day',
  minLength: (limit) => 'x'.repeat(Number(limit) - 1),
  maxLength: (limit, value) => lengthen(String(value), Number(limit) + 1),
  minimum: (limit) => Number(limit) - 1,
  maximum: (limit) => Number(limit) + 1,
  exclusiveMinimum: (limit) => limit,
  minItems: () => [],
  maxItems: (limit, value) => repeat((value as unknown[])[0], Number(limit) + 1),
  uniqueItems: (_, value) => [(value as unknown[])[0], (value as unknown[])[0]],
};

/** Its last letter again and again keeps every pattern that has no limit of its own. */
function lengthen(value: string, length: number): string {
  return value.padEnd(length, value.at(-1));
}

/** Words differ, so that only their number is wrong. */
function repeat(item: unknown, count: number): unknown[] {
  return Array.from({ length: count }, (_, index) =>
    typeof item === 'string' ? `${item}${index}` : structuredClone(item),
  );
}

function wrongType(type: unknown): unknown {
  const wrong: Record<string, unknown> = {
    string: 7,
    integer: 1.5,
    number: 'seven',
    boolean: 'perhaps',
    array: 'a list',
    object: 'an object',
  };
  return Array.isArray(type) ? [] : wrong[String(type)];
}

/** A schema with what it refers to put in. */
export function resolveNode(schema: Node): Node {
  return resolve(schema).node;
}

function resolve(schema: Node): { node: Node; reference?: string } {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== 'string') return { node: schema };
  const [file, pointer = ''] = $ref.split('#') as [string, string?];
  let found = schemas.get(file)!;
  for (const key of pointer.split('/').slice(1)) found = found[key] as Node;
  return { node: { ...resolve(found).node, ...rest }, reference: $ref };
}

/** Of a union the branch whose tag the value has. */
function chooseBranch(node: Node, value: unknown): Node | undefined {
  const tag = (node.discriminator as { propertyName: string } | undefined)?.propertyName;
  if (tag === undefined) return undefined;
  return (node.oneOf as Node[]).find((branch) => {
    const { const: name } = (branch.properties as Record<string, Node>)[tag]!;
    return name === (value as Node)[tag];
  });
}

function kebab(part: string | number): string {
  if (typeof part === 'number') return 'item';
  return part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
}
