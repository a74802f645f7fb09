import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { permissionTable } from '../../../actions/local-github/server/permission-table.ts';
import type { Excerpt, ExcerptOperation } from './openapi-excerpt.ts';
import { toJsonSchema, type Schema } from './to-json-schema.ts';

/*
 * Writes `test/fixtures/github/openapi.json`: of GitHub's published description what our tests need.
 *
 *   node test/helpers/github/extract-openapi.ts <folder of the package @octokit/openapi>
 *
 * The package is 400 MB, so it is no dependency. Run it when an operation is added to the table.
 */

const target = new URL('../../fixtures/github/openapi.json', import.meta.url);
/** It has no REST description. */
const undescribed = new Set(['POST /graphql']);

interface Description {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Operation {
  readonly parameters?: readonly unknown[];
  readonly requestBody?: { readonly required?: boolean; readonly content?: Content };
  readonly responses: Readonly<Record<string, unknown>>;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

/** Takes operations, and the schemas they name, out of the description, without its prose. */
export function extractOpenApi(description: Description, wanted: readonly string[]): Excerpt {
  const named = new Set<string>();
  const operations = Object.fromEntries(
    wanted.map((operation) => [operation, extractOperation(description, operation, named)]),
  );
  const schemas: Record<string, Schema> = {};
  // The set grows while it is read: a schema names others.
  for (const name of named) {
    schemas[name] = toJsonSchema(lookUp(description, 'schemas', name), named);
  }
  return { version: description.info.version, operations, schemas };
}

function extractOperation(
  description: Description,
  name: string,
  named: Set<string>,
): ExcerptOperation {
  const [method = '', path = ''] = name.split(' ');
  const operation = description.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`GitHub's description has no ${name}`);
  const body = operation.requestBody;
  const bodySchema = body?.content?.['application/json']?.schema;
  return {
    parameters: (operation.parameters ?? [])
      .map((one) => resolve(description, 'parameters', one) as Parameter)
      .map(({ name: of, in: place, required = false, schema }) => ({
        ...{ name: of, in: place, required },
        schema: toJsonSchema(schema, named),
      })),
    ...(bodySchema && {
      body: { required: body.required ?? false, schema: toJsonSchema(bodySchema, named) },
    }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => {
        const { content } = resolve(description, 'responses', response) as { content?: Content };
        const schema = content?.['application/json']?.schema;
        return [status, schema ? toJsonSchema(schema, named) : null];
      }),
    ),
  };
}

function resolve(description: Description, kind: string, value: unknown): unknown {
  const reference = (value as { $ref?: string }).$ref;
  return reference === undefined
    ? value
    : lookUp(description, kind, reference.split('/').at(-1) ?? '');
}

function lookUp(description: Description, kind: string, name: string): Schema {
  const found = description.components[kind]?.[name];
  if (found === undefined) throw new Error(`GitHub's description has no ${kind}/${name}`);
  return found as Schema;
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('Name the folder of the package @octokit/openapi');
  const text = await readFile(join(folder, 'generated', 'api.github.com.json'), 'utf8');
  const wanted = Object.keys(permissionTable).filter((name) => !undescribed.has(name));
  const excerpt = extractOpenApi(JSON.parse(text) as Description, wanted);
  await writeFile(target, `${JSON.stringify(excerpt)}\n`);
}
