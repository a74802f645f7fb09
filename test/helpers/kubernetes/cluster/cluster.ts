import { writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { PublishedSchemas } from '../published-schemas.ts';
import { tempFolder } from '../../temp-folder.ts';
import { testServer } from '../../test-server.ts';
import { removeDeployment, syncDeployment, type PodFate } from './deployment-controller.ts';
import { describe, resources, rootOf, type Resource } from './resources.ts';
import { removeService, syncService } from './service-controller.ts';
import { Store, type StoredObject } from './store.ts';

export interface ClusterOptions {
  /** What an object has to follow. */
  readonly schemas: PublishedSchemas;
  /** What becomes of pods of an image; ready when absent. */
  readonly fateOf?: (image: string) => PodFate;
  /** Of every pod. */
  readonly log?: string;
  readonly hasKserve?: boolean;
}

export interface Cluster {
  /** File that names it, its one context `test`. */
  readonly kubeconfig: string;
  readonly store: Store;
  /** Objects that were sent to it, each `kind/name`, in their order. */
  readonly applied: readonly string[];
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly resource: Resource;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

/** A small API server, its objects in memory, with the controllers that a rollout needs; it ends with the test. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const store = new Store();
  const applied: string[] = [];
  /** Deployments whose template somebody else than who applies them has changed. */
  const undone = new Set<string>();
  const context = { ...options, store, applied, undone };
  const { url } = await testServer((request, response) => {
    void answer(context, request, response).catch((error: unknown) => {
      sendStatus(response, 500, 'InternalError', String(error));
    });
  });
  const kubeconfig = join(await tempFolder(), 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify(kubeconfigOf(url)));
  return { kubeconfig, store, applied };
}

type Context = ClusterOptions & {
  readonly store: Store;
  readonly applied: string[];
  readonly undone: Set<string>;
};

async function answer(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://cluster');
  const described = describe(url.pathname, context.schemas);
  if (described !== undefined) return send(response, 200, shown(described, context));
  const call = callOf(url, request, response);
  if (call === undefined) return sendStatus(response, 404, 'NotFound', `no ${url.pathname}`);
  if (request.method === 'PATCH') return change(context, call);
  if (request.method === 'DELETE') return remove(context, call);
  return read(context, call);
}

/** Without KServe its group is not there. */
function shown(described: object, { hasKserve = true }: ClusterOptions): object {
  if (hasKserve || !('groups' in described)) return described;
  const groups = (described.groups as readonly { name: string }[]).filter(
    ({ name }) => name !== 'serving.kserve.io',
  );
  return { ...described, groups };
}

function callOf(url: URL, request: IncomingMessage, response: ServerResponse): Call | undefined {
  for (const resource of resources) {
    const root = `${rootOf(resource.apiVersion)}/namespaces/default/${resource.plural}`;
    if (url.pathname !== root && !url.pathname.startsWith(`${root}/`)) continue;
    const [name, subresource] = url.pathname.slice(root.length + 1).split('/');
    return { request, response, url, resource, name: name || undefined, subresource };
  }
  return undefined;
}

function read({ store, log = '' }: Context, call: Call): void {
  const { response, url, resource, name, subresource } = call;
  if (name === undefined) return list(store, call);
  const object = store.get(resource.plural, name);
  if (object === undefined) return notFound(call);
  if (subresource !== 'log') return send(response, 200, object);
  if (!wasStarted(object)) return sendStatus(response, 400, 'BadRequest', 'waiting to start');
  const lines = log.split('\n').slice(-Number(url.searchParams.get('tailLines') ?? 1e6));
  response.writeHead(200, { 'content-type': 'text/plain' }).end(lines.join('\n'));
}

function wasStarted({ status }: StoredObject): boolean {
  const [container] = (status as { containerStatuses: readonly ContainerStatus[] })
    .containerStatuses;
  return container!.state.running !== undefined || container!.restartCount > 0;
}

interface ContainerStatus {
  readonly state: { readonly running?: object };
  readonly restartCount: number;
}

function list(store: Store, { request, response, url, resource }: Call): void {
  const isAskedFor = (object: StoredObject): boolean => matches(object, url.searchParams);
  if (url.searchParams.get('watch') === null) {
    const items = store.list(resource.plural).filter(isAskedFor);
    const { kind, apiVersion } = resource;
    const metadata = { resourceVersion: store.version };
    return send(response, 200, { kind: `${kind}List`, apiVersion, metadata, items });
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const since = Number(url.searchParams.get('resourceVersion') ?? 0);
  const tell = (type: string, object: StoredObject): void =>
    void response.write(`${JSON.stringify({ type, object })}\n`);
  // what has changed since the list is told at once
  const missed = store.list(resource.plural).filter(isAskedFor);
  for (const object of missed) {
    if (Number(object.metadata.resourceVersion) > since) tell('MODIFIED', object);
  }
  const end = store.watch((event) => {
    if (event.resource === resource.plural && isAskedFor(event.object)) {
      tell(event.type, event.object);
    }
  });
  request.once('close', end);
}

function matches({ metadata }: StoredObject, query: URLSearchParams): boolean {
  const labels = query.get('labelSelector')?.split(',') ?? [];
  const [, name] = /^metadata\.name=(.+)$/.exec(query.get('fieldSelector') ?? '') ?? [];
  const hasLabels = labels.every((label) => {
    const [key = '', value] = label.split('=');
    return metadata.labels?.[key] === value;
  });
  return hasLabels && (name === undefined || metadata.name === name);
}

async function change(context: Context, call: Call): Promise<void> {
  const { request, response, url, resource, name = '' } = call;
  const body = parse(await textOf(request)) as unknown;
  const before = context.store.get(resource.plural, name);
  const key = `${resource.plural}/${name}`;
  if (request.headers['content-type'] === 'application/apply-patch+yaml') {
    const object = body as StoredObject;
    const problems = context.schemas.problemsOf(object);
    if (problems.length > 0) return sendStatus(response, 400, 'BadRequest', problems.join('\n'));
    if (context.undone.has(key) && url.searchParams.get('force') !== 'true') {
      return sendStatus(response, 409, 'Conflict', 'conflict with "kubectl-rollout"');
    }
    context.undone.delete(key);
    context.applied.push(`${resource.kind}/${name}`);
    return store(context, call, { ...object, status: before?.status });
  }
  if (before === undefined) return notFound(call);
  const patched = structuredClone(before);
  for (const { op, path, value } of body as readonly JsonPatch[]) {
    const [, part, field] = path.split('/');
    if (op !== 'replace' && op !== 'add') throw new Error(`${op} is not known here`);
    (patched[part!] as Record<string, unknown>)[field!] = value;
  }
  context.undone.add(key);
  return store(context, call, patched);
}

interface JsonPatch {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

const readyPod: PodFate = { isReady: true };

function store(
  { store, fateOf = () => readyPod }: Context,
  call: Call,
  object: StoredObject,
): void {
  const { response, resource, name = '' } = call;
  const stored = store.put(resource.plural, object);
  send(response, 200, stored);
  // the controllers come later than the answer
  setImmediate(() => {
    const current = store.get(resource.plural, name);
    if (current === undefined) return;
    if (resource.kind === 'Deployment') syncDeployment(store, current, fateOf);
    if (resource.kind === 'InferenceService') syncService(store, current, fateOf);
  });
}

function remove({ store }: Context, call: Call): void {
  const { response, resource, name = '' } = call;
  const object = store.get(resource.plural, name);
  if (object === undefined) return notFound(call);
  if (resource.kind === 'Deployment') removeDeployment(store, object);
  if (resource.kind === 'InferenceService') removeService(store, object);
  store.delete(resource.plural, name);
  const details = { name, uid: object.metadata.uid };
  send(response, 200, { kind: 'Status', apiVersion: 'v1', status: 'Success', details });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function notFound({ response, resource, name }: Call): void {
  sendStatus(response, 404, 'NotFound', `${resource.plural} "${name}" not found`);
}

function sendStatus(response: ServerResponse, code: number, reason: string, message: string): void {
  send(response, code, {
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' },
    ...{ message, reason, code },
  });
}

function send(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function kubeconfigOf(server: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    users: [{ name: 'test', user: {} }],
  };
}
