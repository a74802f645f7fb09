import type { FastifyInstance } from 'fastify';
import { predictRaw, type Predictor } from '../inference/predictor.ts';
import type { Prediction } from '../recipes/recipe.ts';
import { jsonAnswer, sendAnswer, type Answer } from './answer.ts';
import type { ServingLimits } from './limits.ts';
import { prefersHtml, renderPage, sendPage } from './page.ts';
import { addPath, type Path } from './paths.ts';
import { readPredictRequest, type PredictRequest } from './predict-request.ts';
import type { Slots } from './slots.ts';

interface Served {
  readonly predictors: readonly Predictor[];
  readonly limits: ServingLimits;
  readonly slots: Slots;
}

/** The paths of DEEPaaS 2.6 that answer predictions, below the base path. */
export function addDeepaasPaths(app: FastifyInstance, served: Served): void {
  const base = served.limits.basePath ?? '';
  const models = served.predictors.map((predictor, index) => describe(predictor, index, base));
  const version = describeVersion(base);
  addFrontDoor(app, base, served.predictors);
  addPath(app, answering(`${base}/v2/`, jsonAnswer(version)));
  addPath(app, answering(`${base}/v2/models/`, jsonAnswer({ models })));
  served.predictors.forEach((predictor, index) => {
    const url = `${base}/v2/models/${predictor.id}/`;
    addPath(app, answering(url, jsonAnswer(models[index])));
    addPath(app, predicting(`${url}predict/`, predictor, served));
  });
}

/** The page for people, the list of versions for programs. */
function addFrontDoor(app: FastifyInstance, base: string, predictors: readonly Predictor[]): void {
  const page = renderPage(predictors, base);
  const versions = jsonAnswer({
    versions: [describeVersion(base)],
    links: [
      { rel: 'help', type: 'text/html', href: `${base}/api` },
      { rel: 'describedby', type: 'application/json', href: `${base}/swagger.json` },
    ],
  });
  addPath(app, {
    url: base === '' ? '/' : base,
    method: 'GET',
    handle: (request, reply) => {
      void reply.header('vary', 'accept');
      return prefersHtml(request.headers.accept)
        ? sendPage(reply, page)
        : sendAnswer(reply, versions);
    },
  });
  addPath(app, { url: `${base}/api`, method: 'GET', handle: (_, reply) => sendPage(reply, page) });
}

function answering(url: string, answer: Answer): Path {
  return { url, method: 'GET', handle: (_, reply) => sendAnswer(reply, answer) };
}

function predicting(url: string, predictor: Predictor, { limits, slots }: Served): Path {
  return {
    url,
    method: 'POST',
    before: slots.check,
    handle: async (request, reply) => {
      const asked = await readPredictRequest(request, predictor, limits);
      const answers = await slots.run(() => predictRaw(predictor, asked.inputs));
      return sendAnswer(
        reply,
        jsonAnswer({ status: 'OK', predictions: shape(asked, answers.flat()) }),
      );
    },
  };
}

/** One input has one answer; a list has a list, in the same order. */
function shape(
  asked: PredictRequest,
  predictions: readonly Prediction[],
): Prediction | readonly Prediction[] | undefined {
  if (predictions.length < asked.inputs.length) {
    throw new Error(`${predictions.length} predictions for ${asked.inputs.length} inputs`);
  }
  return asked.isList || predictions.length > 1 ? predictions : predictions[0];
}

function describeVersion(base: string): object {
  return {
    version: 'stable',
    id: 'v2',
    links: [{ rel: 'self', type: 'application/json', href: `${base}/v2/` }],
  };
}

/** DEEPaaS's ModelMeta: `href` has no final slash, and the id is a number in a text. */
function describe(predictor: Predictor, index: number, base: string): object {
  return {
    id: String(index),
    name: predictor.id,
    links: [{ rel: 'self', href: `${base}/v2/models/${predictor.id}` }],
    description: predictor.title,
    author: predictor.authors.join(', '),
    version: predictor.version,
    license: predictor.license,
    summary: predictor.summary,
  };
}
