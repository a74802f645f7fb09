import { wholeInput } from '../../inference/whole-input.ts';
import { takesArguments, type ServedModel } from '../served-model.ts';
import { argumentsSchema, queryParameters } from './argument-schemas.ts';
import {
  answered,
  describeOperation,
  json,
  objectOf,
  predictionErrors,
  text,
  type OperationParts,
} from './describe.ts';
import type { Described } from './described.ts';
import { exampleInput } from './field-schemas.ts';
import { inputOf, oneOrMany, predictionOf } from './model-schemas.ts';
import type { ServedApi } from './served-api.ts';
import { trainingPaths } from './training-paths.ts';

export const deepaasTag = 'DEEPaaS';

const anyObject: Described = { type: 'object' };
const file: Described = { type: 'string', format: 'binary' };
type Parts = Omit<OperationParts, 'tag' | 'family'>;

/** Paths of DEEPaaS, by address. */
export function deepaasPaths(api: ServedApi): Described {
  const { basePath: base, models } = api;
  const describe = (parts: Parts): Described =>
    describeOperation({ ...parts, tag: deepaasTag, family: 'deepaas' }, api.needsKeys);
  const get = (id: string, summary: string, schema: Described, isOpen = true): Described => ({
    get: describe({
      ...{ id, summary, isOpen, answers: answered(summary, json(schema)) },
      errors: isOpen ? [] : [401, 403, 429],
    }),
  });
  return {
    [`${base}/v2/`]: get('deepaas-version', 'Version of the DEEPaaS API', anyObject),
    [`${base}/v2/models/`]: get(
      ...(['deepaas-models', 'Models and what they are', anyObject, false] as const),
    ),
    [`${base}/v2/debug/`]: { get: describe(debugging) },
    [`${base}/swagger.json`]: get('swagger', 'Swagger 2.0 of the paths of DEEPaaS', anyObject),
    [`${base}/openapi.json`]: get('openapi', 'This document', anyObject),
    ...Object.assign({}, ...models.map((model) => modelPaths(model, api, describe))),
  };
}

/** GET of the front door. */
export function frontDoor(needsKeys: boolean): Described {
  const content = { ...json(anyObject), 'text/html': { schema: text } };
  const summary = 'Versions of the API; a page with a form for a browser';
  const answers = answered('What the header Accept prefers.', content);
  return describeOperation(
    {
      ...{ id: 'front-door', summary, isOpen: true, answers },
      errors: [],
      tag: deepaasTag,
      family: 'deepaas',
    },
    needsKeys,
  );
}

const debugging: Parts = {
  id: 'deepaas-debug',
  summary: 'Latest lines of the log, where they are shown',
  answers: {
    ...answered('Lines of the log.', { 'text/plain': { schema: text } }),
    204: { description: 'They are not shown.' },
  },
  errors: [401, 403, 429],
};

function modelPaths(
  model: ServedModel,
  { basePath, hasPredict, hasTrain }: ServedApi,
  describe: (parts: Parts) => Described,
): Described {
  const { name, title } = model;
  const url = `${basePath}/v2/models/${name}/`;
  const about: Parts = {
    id: `deepaas-${name}`,
    summary: `What ${title} is`,
    answers: answered('Its metadata.', json(anyObject)),
    errors: [401, 403, 429],
  };
  return {
    [url]: { get: describe(about) },
    ...(hasPredict && { [`${url}predict/`]: { post: describe(predicting(model)) } }),
    ...(hasTrain && trainingPaths(url, model, describe)),
  };
}

function predicting(model: ServedModel): Parts {
  const { name, title, summary, predictArguments, response } = model;
  const prediction = predictionOf(model);
  const wrapped = objectOf({ status: { const: 'OK' }, predictions: oneOrMany(prediction) });
  const accept = predictArguments.find((argument) => argument.name === 'accept');
  const others = (accept?.choices ?? [])
    .map(String)
    .filter((type) => /^(?!.*json|\*).+\/.+$/.test(type));
  const content = {
    ...json(response === undefined ? wrapped : prediction),
    ...Object.fromEntries(others.map((type) => [type, { schema: text }])),
  };
  return {
    id: `deepaas-${name}-predict`,
    summary: `Prediction of ${title}`,
    description: summary,
    // columns of a row are named in the body, where they are seen together
    parameters: queryParameters(
      takesArguments(model) || accept === undefined ? predictArguments : [accept],
    ),
    body: { required: true, content: requestContent(model) },
    answers: answered('One prediction, or a list for a list, a table or several files.', content),
    errors: predictionErrors,
  };
}

function requestContent(model: ServedModel): Described {
  const { inputs, predictArguments } = model;
  const parts = predictArguments.filter(({ location }) => location !== 'headers');
  const form = argumentsSchema(parts);
  if (takesArguments(model)) {
    const plain = parts.filter(({ type, location }) => type !== 'file' && location === undefined);
    return { 'multipart/form-data': { schema: form }, ...json(argumentsSchema(plain)) };
  }
  const whole = wholeInput(inputs);
  const values = oneOrMany(inputOf(model));
  const input = exampleInput(inputs);
  const data = input === undefined || whole === undefined ? input : { data: input };
  const body = json(whole === undefined ? values : objectOf({ data: values }), data);
  const files = objectOf({ data: whole?.hasRows === true ? { anyOf: [text, file] } : file });
  const multipart = { 'multipart/form-data': { schema: whole === undefined ? form : files } };
  // what a person tries first
  return whole?.hasRows === false ? { ...multipart, ...body } : { ...body, ...multipart };
}
