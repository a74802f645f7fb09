import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { checkModuleFile } from '@orangery/schemas/files';

/**
 * Breaks every rule of the module's schema in turn, by walking the schema itself: a new rule is
 * tested without another line here.
 */
const folder = join(import.meta.dirname, '../../schemas/json');
type Node = Record<string, unknown>;
/** Schemas by file, their own references made whole. */
const schemas = new Map(
  readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const whole = text.replaceAll('"$ref": "#', `"$ref": "${name}#`);
    return [name, JSON.parse(whole) as Node];
  }),
);
const valid = parse(
  readFileSync(join(import.meta.dirname, '../fixtures/modules/everything.yml'), 'utf8'),
) as Node;
const facts = { hasCode: true, hasDockerfile: true };

interface Mutation {
  readonly rule: string;
  readonly pointer: string;
  readonly value: Node;
}

function check(frontMatter: Node) {
  return checkModuleFile(`---\n${stringify(frontMatter)}---\n\nCard.\n`, 'module.md', facts);
}

function resolve(node: Node): Node {
  const { $ref, ...rest } = node;
  if (typeof $ref !== 'string') return node;
  const [file, pointer] = $ref.split('#') as [string, string?];
  let found = schemas.get(file) as Node;
  for (const key of (pointer ?? '').split('/').slice(1)) found = found[key] as Node;
  return { ...resolve(found), ...rest };
}

/** A copy of the valid front matter with one place changed; undefined removes it. */
function changed(path: readonly (string | number)[], change: unknown): Node {
  const copy = structuredClone(valid);
  let place: Record<string | number, unknown> = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  const last = path.at(-1)!;
  if (change === undefined) delete place[last];
  else place[last] = change;
  return copy;
}

const wrongTypes: Record<string, unknown> = {
  string: 7,
  integer: 1.5,
  number: 'seven',
  boolean: 'perhaps',
  array: 'a list',
  object: 'an object',
};

function* mutations(
  schema: Node,
  value: unknown,
  path: readonly (string | number)[],
): Generator<Mutation> {
  const node = resolve(schema);
  const at = `/${path.join('/')}`;
  const broken = (rule: string, change: unknown, pointer = at): Mutation => ({
    rule: `${at} ${rule}`,
    pointer,
    value: changed(path, change),
  });
  if (path.length > 0) {
    if (typeof node.type === 'string') yield broken('type', wrongTypes[node.type]);
    if (node.const !== undefined) yield broken('const', 'something else');
    if (Array.isArray(node.enum)) yield broken('enum', 'something else');
    if (node.pattern !== undefined) yield broken('pattern', 'not like ~ that !');
    if (node.format !== undefined) yield broken('format', 'some day');
    if (Number(node.minLength) > 0) yield broken('minLength', '');
    if (typeof node.maxLength === 'number' && node.pattern === undefined)
      yield broken('maxLength', 'x'.repeat(node.maxLength + 1));
    if (typeof node.minimum === 'number') yield broken('minimum', node.minimum - 1);
    if (typeof node.maximum === 'number') yield broken('maximum', node.maximum + 1);
    if (typeof node.exclusiveMinimum === 'number')
      yield broken('exclusiveMinimum', node.exclusiveMinimum);
    if (Number(node.minItems) > 0) yield broken('minItems', []);
    if (typeof node.maxItems === 'number' && Array.isArray(value) && node.uniqueItems === undefined)
      yield broken(
        'maxItems',
        Array.from({ length: node.maxItems + 1 }, () => structuredClone(value[0] as unknown)),
      );
    if (node.uniqueItems === true && Array.isArray(value))
      yield broken('uniqueItems', [value[0], value[0]]);
  }
  if (Array.isArray(value)) {
    if (node.items !== undefined) yield* mutations(node.items as Node, value[0], [...path, 0]);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const name of (node.required as string[] | undefined) ?? []) {
    const below = [...path, name];
    if (name in value && name !== 'type') {
      yield {
        rule: `/${below.join('/')} required`,
        pointer: `/${below.join('/')}`,
        value: changed(below, undefined),
      };
    }
  }
  if (node.additionalProperties === false) {
    const below = [...path, 'unheardOf'];
    yield {
      rule: `/${below.join('/')} unknown`,
      pointer: `/${below.join('/')}`,
      value: changed(below, 1),
    };
  }
  for (const [name, child] of Object.entries((node.properties as Node | undefined) ?? {})) {
    const below = (value as Node)[name];
    expect(below, `${at}/${name} is missing from everything.yml`).toBeDefined();
    yield* mutations(child as Node, below, [...path, name]);
  }
}

describe('the schema of a module', () => {
  it('takes front matter that uses every field', () => {
    expect(check(valid)).toMatchObject({ kind: 'valid' });
  });

  const all = [...mutations(schemas.get('module.schema.json')!, valid, [])];

  it('has rules to break', () => {
    expect(all.length).toBeGreaterThan(250);
  });

  it.each(all)('names the place of a broken rule: $rule', ({ value, pointer }) => {
    const checked = check(value);
    expect(checked.kind).toBe('invalid');
    if (checked.kind !== 'invalid') return;
    expect(checked.problems.map((problem) => problem.pointer)).toContain(pointer);
    for (const problem of checked.problems) {
      expect(problem.line, JSON.stringify(problem)).toBeGreaterThan(1);
      expect(problem.column).toBeGreaterThan(0);
      expect(problem.expected).not.toBe('');
      expect(problem.found).not.toBe('');
    }
  });
});

describe('every schema', () => {
  function* properties(node: unknown, path: string): Generator<[string, Node]> {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'properties' && !path.endsWith('/properties')) {
        for (const [name, property] of Object.entries(child as Node)) {
          yield [`${path}/${name}`, property as Node];
        }
      }
      yield* properties(child, `${path}/${key}`);
    }
  }

  it.each([...schemas])('%s describes every property', (file, schema) => {
    for (const [path, property] of properties(schema, file)) {
      const described = resolve(property);
      expect(described.description, path).toBeTypeOf('string');
    }
  });
});
