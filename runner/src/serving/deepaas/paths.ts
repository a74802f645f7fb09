import Negotiator from 'negotiator';
import type { FastifyInstance } from 'fastify';
import type { Logger } from '../../world.ts';
import { sendAnswer, textAnswer, type Answer } from '../answer.ts';
import { addBodyParsers } from '../body/body-parsers.ts';
import { RequestProblem } from '../request-problem.ts';
import type { ModelSlot } from '../served-model.ts';
import { addPath, type Handle } from './add-path.ts';
import { describeModel, describeVersion, describeVersions } from './describe.ts';
import { addErrorHandler } from './error-handler.ts';
import { jsonAnswer } from './json-answer.ts';
import { addModelPaths } from './model-paths.ts';
import type { DeepaasOptions } from './options.ts';
import { describeApi } from './swagger/swagger.ts';
import type { Trainings } from './trainings/trainings.ts';

export interface DeepaasParts {
  readonly slots: readonly ModelSlot[];
  readonly options: DeepaasOptions;
  readonly trainings: Trainings;
  readonly logger: Logger;
}

/** Readable by everybody: what stands there is of the server, not of its models. */
const open = { protocol: 'deepaas', needsKey: false } as const;

/**
 * The paths of DEEPaaS 2.6 below the base path, in a scope of their own. Not there: `/v2` and
 * `/v2/models/<name>` without a final slash, which are the Open Inference Protocol's.
 */
export async function addDeepaasPaths(app: FastifyInstance, parts: DeepaasParts): Promise<void> {
  const { slots, options } = parts;
  const base = options.basePath ?? '';
  await addBodyParsers(app, options);
  addErrorHandler(app, parts);
  addFrontDoor(app, base, options);
  addDocuments(app, base, parts);
  const models = (): object => ({
    models: slots.map(({ current }, index) => describeModel(current, index, base)),
  });
  const closed = { protocol: 'deepaas' } as const;
  const version = jsonAnswer(describeVersion(base));
  addPath(app, {
    ...{ url: `${base}/v2/`, verbs: { GET: answering(() => version) }, config: open },
    isBareTaken: true,
  });
  addPath(app, {
    ...{ url: `${base}/v2/models/`, verbs: { GET: answering(() => jsonAnswer(models())) } },
    config: closed,
  });
  addPath(app, {
    ...{ url: `${base}/v2/debug/`, verbs: { GET: debugging(options) }, config: closed },
  });
  slots.forEach((slot, index) => addModelPaths(app, slot, index, parts));
}

/** The page for people, where there is one; the list of versions for programs. */
function addFrontDoor(app: FastifyInstance, base: string, { frontPage }: DeepaasOptions): void {
  const versions = jsonAnswer(describeVersions(base));
  const url = base === '' ? '/' : base;
  const GET: Handle = (request, reply) => {
    if (frontPage === undefined) return sendAnswer(reply, versions);
    void reply.header('vary', 'accept');
    const wanted = new Negotiator(request).mediaType(['application/json', 'text/html']);
    return wanted === 'text/html' ? frontPage(reply) : sendAnswer(reply, versions);
  };
  // POST is SINGA-Auto's
  addPath(app, { url, verbs: { GET }, config: open, alsoAllowed: ['POST'] });
}

function addDocuments(app: FastifyInstance, base: string, { slots, options }: DeepaasParts): void {
  const api = (): Answer => jsonAnswer(describeApi(slots, options));
  addPath(app, { url: `${base}/swagger.json`, verbs: { GET: answering(api) }, config: open });
  const toPage = textAnswer(302, undefined, { location: `${base}/api` });
  const GET = answering(() => {
    if (options.hasDoc) return toPage;
    throw new RequestProblem(500, 'There is no page at /api to go to');
  });
  addPath(app, { url: `${base}/ui`, verbs: { GET }, config: open, alsoAllowed: ['HEAD'] });
  if (!options.hasDoc) return;
  const page: Handle = (_, reply) => options.docsPage(reply);
  addPath(app, { url: `${base}/api`, verbs: { GET: page }, config: open });
}

function debugging({ debug }: DeepaasOptions): Handle {
  return (_, reply) =>
    debug === undefined ? reply.code(204).send() : sendAnswer(reply, textAnswer(200, debug.read()));
}

function answering(answer: () => Answer): Handle {
  return (_, reply) => sendAnswer(reply, answer());
}
