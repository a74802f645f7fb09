import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import type { Prediction, RawInput } from '../../recipes/recipe.ts';
import type { Logger } from '../../world.ts';
import { addBodyParsers } from '../body/body-parsers.ts';
import { Form } from '../body/form.ts';
import { readMultipart } from '../body/read-multipart.ts';
import { createCall } from '../call.ts';
import { addJsonErrors } from '../json-errors.ts';
import type { ServingLimits } from '../limits.ts';
import { addOtherVerbs } from '../other-verbs.ts';
import { refusePredictions } from '../refuse-predictions.ts';
import { RequestProblem } from '../request-problem.ts';
import type { ModelSlot, ServedModel } from '../served-model.ts';
import { predictionForm, readableForm } from './prediction-forms.ts';
import { readForm, readQueries, readValues } from './read-queries.ts';

export interface SingaAutoOptions {
  /** The first one answers who names none. */
  readonly slots: readonly ModelSlot[];
  /** Put before every path, such as `/custom`. */
  readonly basePath?: string;
  readonly limits: ServingLimits;
  /** Whether predictions are answered. */
  readonly hasPredict: boolean;
  readonly logger: Logger;
}

/** The paths of SINGA-Auto's and Rafiki's predictors: POST on `/predict` and on `/`. */
export function addSingaAutoPaths(app: FastifyInstance, options: SingaAutoOptions): void {
  const { slots, basePath = '', limits, hasPredict, logger } = options;
  const only = slots.length === 1 ? slots[0] : undefined;
  const config: FastifyContextConfig = {
    protocol: 'singa-auto',
    ...(only !== undefined && { model: only.name }),
  };
  void app.register(async (scope) => {
    await addBodyParsers(scope, limits);
    addJsonErrors(scope, logger, 'ErrorMsg');
    const route = { config, ...refusePredictions(hasPredict) };
    scope.post(`${basePath}/predict`, route, async (request) => predict(request, options));
    addOtherVerbs(scope, `${basePath}/predict`, 'POST', config);
    const url = basePath === '' ? '/' : basePath;
    scope.post(url, route, async (request) => answer(request, options));
  });
}

/** `{"query": …}` or `{"queries": […]}`, told in the forms of SINGA-Auto's tasks. */
async function predict(request: FastifyRequest, options: SingaAutoOptions): Promise<object> {
  const model = chooseModel(request, options.slots);
  const { raws, isList } = readQueries(request.body, options.limits.maxInputs);
  const answers = await predictions(model, raws, request, options);
  const form = predictionForm(model.outputs);
  const told = answers.map((found) => (found.length === 1 ? form(found[0]!) : found.map(form)));
  return isList
    ? { prediction: null, predictions: told }
    : { prediction: told[0], predictions: [] };
}

/** Files, texts, or a JSON body that is one query; a list of answers. */
async function answer(
  request: FastifyRequest,
  options: SingaAutoOptions,
): Promise<readonly unknown[]> {
  const { slots, limits } = options;
  const body = request.isMultipart() ? await readMultipart(request, limits) : request.body;
  // a new version may have taken over while the body came
  const model = chooseModel(request, slots);
  const raws = rawsOf(body, model, limits);
  const answers = await predictions(model, raws, request, options);
  return answers.flat().map(readableForm(model.outputs));
}

function rawsOf(
  body: unknown,
  { inputs }: ServedModel,
  limits: ServingLimits,
): readonly RawInput[] {
  if (body instanceof Form) return readForm(body, inputs, limits.maxInputs);
  if (body !== undefined) return readValues([body], limits.maxInputs);
  throw new RequestProblem(
    400,
    'The request: expected multipart img or input, or JSON, found none',
  );
}

async function predictions(
  model: ServedModel,
  raws: readonly RawInput[],
  request: FastifyRequest,
  { limits }: SingaAutoOptions,
): Promise<readonly (readonly Prediction[])[]> {
  if (model.predictInputs === undefined) {
    throw new RequestProblem(501, `${model.name} takes arguments, not queries`);
  }
  if (raws.length === 0) return [];
  return model.predictInputs(raws, createCall(request, limits.requestTimeoutMs));
}

/** The model that `?model=` names, else the first. @throws RequestProblem 400, 404 */
function chooseModel({ query }: FastifyRequest, slots: readonly ModelSlot[]): ServedModel {
  const name: unknown =
    typeof query === 'object' && query !== null ? Reflect.get(query, 'model') : undefined;
  if (name !== undefined && typeof name !== 'string') {
    throw new RequestProblem(400, 'model: expected one name, found several');
  }
  const slot = name === undefined ? slots[0] : slots.find((other) => other.name === name);
  if (slot !== undefined) return slot.current;
  throw new RequestProblem(404, `There is no model ${name ?? ''} here`);
}
