import { Failure } from '@orangery/schemas';
import { ask, jsonOf, shortBody, type RemoteAnswer } from './ask.ts';
import { readSwagger } from './read-swagger.ts';
import type { RemoteModel } from './remote-model.ts';

export interface OpenModelOptions {
  /** Name of the model, where a server has several. */
  readonly model?: string | undefined;
  /** As messages name it: the module's id. */
  readonly label: string;
  readonly signal: AbortSignal;
}

const timeoutMs = 30_000;
/** What DEEPaaS serves when no model of its own can be loaded. */
const standIn = 'deepaas-test';

/**
 * Asks a server which model it has, and what the model takes and gives.
 * @throws Failure CONTAINER_FAILED when it does not answer; CONTAINER_UNFIT when it does not speak the
 * DEEPaaS API V2, or has no such model
 */
export async function openModel(
  address: string,
  { model, label, signal }: OpenModelOptions,
): Promise<RemoteModel> {
  const asked = { signal, timeoutMs };
  const listed = await ask(address, '/v2/models/', asked);
  const metadata = chooseModel(modelsOf(listed, label), model, label);
  const name = metadata['name'];
  const described = await ask(address, '/swagger.json', asked);
  const found = readSwagger(jsonOf(described), name);
  if (found !== undefined) return { address, name, metadata, ...found };
  throw new Failure(
    'CONTAINER_UNFIT',
    `${label}: expected /swagger.json to describe POST /v2/models/${name}/predict/, found ${told(described)}`,
    { hint: 'DEEPaaS writes it; a server of your own has to describe its arguments there.' },
  );
}

type Metadata = Readonly<Record<string, unknown>> & { readonly name: string };

function modelsOf(answer: RemoteAnswer, label: string): readonly Metadata[] {
  const json = jsonOf(answer);
  const models: unknown = typeof json === 'object' && json !== null && Reflect.get(json, 'models');
  if (answer.status === 200 && Array.isArray(models)) return models.filter(isMetadata);
  throw new Failure(
    'CONTAINER_UNFIT',
    `${label}: expected /v2/models/ to list models, found ${told(answer)}`,
    {
      hint: 'The server in the container has to speak the DEEPaaS API V2; container.port says where.',
    },
  );
}

function isMetadata(value: unknown): value is Metadata {
  const name: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'name') : undefined;
  // it becomes part of addresses
  return typeof name === 'string' && /^[\w.@-]+$/.test(name);
}

function chooseModel(
  models: readonly Metadata[],
  wanted: string | undefined,
  label: string,
): Metadata {
  const names = models.map(({ name }) => name);
  const chosen = wanted === undefined ? models : models.filter(({ name }) => name === wanted);
  const [first] = chosen;
  if (first !== undefined && chosen.length === 1) {
    if (wanted !== undefined || first.name !== standIn) return first;
    throw new Failure(
      'CONTAINER_UNFIT',
      `${label}: expected a model of its own, found DEEPaaS's ${standIn}, which it serves when none can be loaded`,
      { hint: 'Its log says why the package of the model was not loaded.' },
    );
  }
  const expected = wanted === undefined ? 'one model' : `the model ${wanted}`;
  throw new Failure(
    'CONTAINER_UNFIT',
    `${label}: expected ${expected} in the container, found ${names.join(', ') || 'none'}`,
    { hint: 'Say in module.md which: container: { model: <name> }.' },
  );
}

function told(answer: RemoteAnswer): string {
  return `${answer.status} ${answer.type}: ${shortBody(answer) || 'nothing'}`;
}
