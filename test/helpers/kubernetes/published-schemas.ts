import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import type { KubernetesObject } from '../../../runner/src/deployment/kubernetes/index.ts';
import { findGo } from '../github/act.ts';

const run = promisify(execFile);

/** The smallest modules that have all of it: 22 MB and 30 MB, packed. */
const modules = {
  kubernetes: 'k8s.io/kubernetes@v1.37.2',
  kserve: 'github.com/kserve/kserve@v0.15.2',
};
const customResource = 'config/crd/full/serving.kserve.io_inferenceservices.yaml';
const groups = ['v1', 'apps/v1', 'autoscaling/v2', 'networking.k8s.io/v1', 'policy/v1'];

export interface PublishedSchemas {
  /** What is wrong with an object, `path message` each; a field that the schema does not name is wrong. */
  problemsOf(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): readonly string[];
  /** The OpenAPI documents of the built-in groups as they were published, by `apiVersion`. */
  readonly documents: ReadonlyMap<string, OpenApiDocument>;
}

export interface OpenApiDocument {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Schema {
  readonly [keyword: string]: unknown;
}

/**
 * The published schemas, fetched for this run alone; undefined with a loud word where Go or its module registry
 * is not there, a failure under ORANGERY_REQUIRE_REAL=1.
 */
export async function publishedSchemas(): Promise<PublishedSchemas | undefined> {
  try {
    const go = findGo();
    if (go === undefined) throw new Error('go is not there');
    return await fetchSchemas(go);
  } catch (error) {
    if (process.env.ORANGERY_REQUIRE_REAL === '1') throw error;
    console.warn(`Manifests are not checked against the published schemas: ${String(error)}`);
    return undefined;
  }
}

/** By Go's module registry into a folder that is removed again. */
async function fetchSchemas(go: string): Promise<PublishedSchemas> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-schemas-'));
  try {
    const kubernetes = await download(go, modules.kubernetes, folder);
    const kserve = await download(go, modules.kserve, folder);
    const documents = new Map<string, OpenApiDocument>();
    for (const group of groups) {
      const name = group === 'v1' ? 'api__v1' : `apis__${group.replace('/', '__')}`;
      const file = join(kubernetes, 'api/openapi-spec/v3', `${name}_openapi.json`);
      documents.set(group, JSON.parse(await readFile(file, 'utf8')) as OpenApiDocument);
    }
    const definition = parse(await readFile(join(kserve, customResource), 'utf8')) as Definition;
    return { documents, problemsOf: createCheck(documents, definition) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Definition {
  readonly spec: {
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
}

async function download(go: string, module: string, folder: string): Promise<string> {
  const env = {
    ...process.env,
    ...{ GOMODCACHE: folder, GOFLAGS: '-modcacherw', GOTOOLCHAIN: 'local' },
    PATH: `${dirname(go)}:${process.env.PATH}`,
  };
  const options = { cwd: folder, env, timeout: 300_000 };
  const { stdout } = await run(go, ['mod', 'download', '-json', module], options);
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}

function createCheck(
  documents: PublishedSchemas['documents'],
  definition: Definition,
): PublishedSchemas['problemsOf'] {
  // `strict` is about keywords of OpenAPI that are none of JSON Schema
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addFormat('int-or-string', true);
  const validators = new Map<string, ValidateFunction>();
  for (const [group, document] of documents) {
    ajv.addSchema(closed(document) as object, group);
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const [kind] = (schema['x-kubernetes-group-version-kind'] ?? []) as [{ kind: string }?];
      const isOwn = name.split('.').at(-1) === kind?.kind;
      if (!isOwn) continue;
      const validate = ajv.getSchema(`${group}#/components/schemas/${name}`);
      validators.set(`${group} ${kind!.kind}`, validate!);
    }
  }
  const version = definition.spec.versions.find(({ name }) => name === 'v1beta1')!;
  const inferenceService = closed(version.schema.openAPIV3Schema) as object;
  const { problemsOf: problemsOfMetadata } = metadataCheck(ajv);
  validators.set('serving.kserve.io/v1beta1 InferenceService', ajv.compile(inferenceService));
  return (object) => {
    const validate = validators.get(`${object.apiVersion} ${object.kind}`);
    if (validate === undefined) return [`no schema for ${object.apiVersion} ${object.kind}`];
    const isValid = validate(object) === true;
    // the schema of a custom resource leaves the metadata to the cluster
    return [...(isValid ? [] : problemTexts(validate.errors)), ...problemsOfMetadata(object)];
  };
}

function metadataCheck(ajv: Ajv): Pick<PublishedSchemas, 'problemsOf'> {
  const name = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
  const validate = ajv.getSchema(`v1#/components/schemas/${name}`)!;
  return {
    problemsOf: (object) => {
      const isValid = validate((object as { metadata?: unknown }).metadata) === true;
      if (isValid) return [];
      return problemTexts(validate.errors).map((problem) => `/metadata${problem}`);
    },
  };
}

function problemTexts(errors: ValidateFunction['errors']): readonly string[] {
  return (errors ?? []).map(({ instancePath, message, params }: ErrorObject) => {
    const name = 'additionalProperty' in params ? ` ${String(params.additionalProperty)}` : '';
    return `${instancePath} ${message}${name}`;
  });
}

/** The same schema, which refuses every field that it does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)] as const);
  const isOpen =
    'additionalProperties' in schema || 'x-kubernetes-preserve-unknown-fields' in schema;
  const hasFields = 'properties' in schema && 'type' in schema && schema.type === 'object';
  return {
    ...Object.fromEntries(entries),
    ...(hasFields && !isOpen && { additionalProperties: false }),
  };
}
