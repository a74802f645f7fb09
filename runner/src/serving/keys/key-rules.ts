import type { FastifyInstance, FastifyRequest } from 'fastify';
import { silentLogger, type Logger } from '../../world.ts';
import { RequestProblem } from '../request-problem.ts';
import type { KeyRing, Wanted } from './key-ring.ts';
import { createRefusalLog } from './refusal-log.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Id of the key it came with, for logs and metrics; null where none was asked for. */
    keyId: string | null;
  }
}

export interface KeyRules {
  /** Put before every path, such as `/custom`. */
  readonly basePath?: string;
  /** Names of what is served: the only one is meant where a request names none. */
  readonly models?: readonly string[];
  readonly logger?: Logger;
  /** Milliseconds since 1970; the clock when absent. */
  readonly now?: () => number;
  /** What a browser is asked with, such as `Basic realm="tracker"`: a key may then be the password as well. */
  readonly challenge?: string;
}

/** Probes, which hold no key, and documents: the page has to be there before a visitor can type a key. */
const openPaths: readonly string[] = [
  ...['/', '/api', '/ui', '/swagger.json', '/openapi.json', '/v2/'],
  ...['/v2/health/live', '/v2/health/ready'],
];

/** What models print goes there, of all of them. */
const pathOfAll = '/v2/debug/';

/**
 * Asks every request for a key before its body is read, but those of open paths and questions of
 * browsers (OPTIONS), which cannot send one. What was registered before it, such as CORS, still
 * labels its refusals; paths are added after it.
 */
export function addKeyRules(app: FastifyInstance, ring: KeyRing, rules: KeyRules = {}): void {
  const { logger = silentLogger, now = Date.now } = rules;
  const logRefusal = createRefusalLog(logger);
  const open = new Set(openPaths.map((path) => below(rules, path)));
  const plugin = async (scope: FastifyInstance): Promise<void> => {
    scope.decorateRequest('keyId', null);
    scope.addHook('onRequest', (request, _, done) => {
      if (isOpen(request, open, rules)) return done();
      const use = ring.check(authorizationOf(request, rules), wantedBy(request, rules), now());
      if (use.kind === 'accepted') {
        request.keyId = use.id;
        return done();
      }
      const { problem, id } = use;
      const who = id === undefined ? 'no valid key' : `key ${id}`;
      logRefusal(request.ip, `${request.id} ${problem.status} ${who}`, now());
      return done(challenged(problem, rules));
    });
  };
  // without a scope of its own: it holds for every path of the app, and for those that are not there
  void app.register(Object.assign(plugin, { [Symbol.for('skip-override')]: true }));
}

/** Browsers and programs of tools know names and passwords; the name says nothing here. */
function authorizationOf(
  { headers: { authorization } }: FastifyRequest,
  { challenge }: KeyRules,
): string | undefined {
  const [, encoded] = /^basic +([\w+/=-]+) *$/i.exec(authorization ?? '') ?? [];
  if (challenge === undefined || encoded === undefined) return authorization;
  return `Bearer ${Buffer.from(encoded, 'base64')
    .toString('utf8')
    .replace(/^[^:]*:/, '')}`;
}

function challenged(problem: RequestProblem, { challenge }: KeyRules): RequestProblem {
  if (challenge === undefined || problem.status !== 401) return problem;
  return new RequestProblem(401, problem.message, { 'www-authenticate': challenge });
}

function below({ basePath = '' }: KeyRules, path: string): string {
  return path === '/' && basePath !== '' ? basePath : `${basePath}${path}`;
}

function isOpen(
  request: FastifyRequest,
  open: ReadonlySet<string>,
  { challenge }: KeyRules,
): boolean {
  const { method, routeOptions } = request;
  const { needsKey } = routeOptions.config;
  // a tool would be asked: it has no CORS of ours
  if (method === 'OPTIONS' && challenge === undefined) return true;
  if (needsKey !== undefined) return !needsKey;
  return isReading(method) && routeOptions.url !== undefined && open.has(routeOptions.url);
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The model is the path's own, else the one that `?model=` names, else the only one there is. */
function wantedBy(request: FastifyRequest, rules: KeyRules): Wanted {
  const { config, url } = request.routeOptions;
  const [, inPath] = /\/v2\/models\/([^/:*]+)/.exec(url ?? '') ?? [];
  const needsModel = !isReading(request.method);
  const model =
    config.model ??
    named(request.params) ??
    inPath ??
    named(request.query) ??
    (needsModel && rules.models?.length === 1 ? rules.models[0] : undefined);
  const isOfAll = url === below(rules, pathOfAll);
  return { model, needsModel, isOfAll, trains: config.trains ?? false };
}

/** Parameters are whatever somebody sent: `?model=a&model=b` names none. */
function named(parameters: unknown): string | undefined {
  if (typeof parameters !== 'object' || parameters === null) return undefined;
  const model: unknown = Reflect.get(parameters, 'model');
  return typeof model === 'string' && model !== '' ? model : undefined;
}
