import type { Field } from '@orangery/schemas';
import { describeTensor } from '../open-inference/describe-tensors.ts';
import { arrayTypes } from '../open-inference/tensors/datatype.ts';
import type { ServedModel } from '../served-model.ts';
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
import { exampleTensors } from './example-tensors.ts';
import type { ServedApi } from './served-api.ts';

export const openInferenceTag = 'Open Inference Protocol';

const anyObject: Described = { type: 'object' };
const datatype: Described = { ...text, enum: [...Object.keys(arrayTypes), 'BYTES'] };
const version: Described = { name: 'version', in: 'path', required: true, schema: text };

type Parts = Omit<OperationParts, 'tag' | 'family'>;

/** Paths of the Open Inference Protocol, by address. */
export function openInferencePaths(api: ServedApi): Described {
  const url = `${api.basePath}/v2`;
  const describe = (parts: Parts): Described =>
    describeOperation({ ...parts, tag: openInferenceTag, family: 'inference' }, api.needsKeys);
  const health = (state: 'live' | 'ready'): Described => ({
    get: describe({
      ...{ id: `inference-${state}`, summary: `Whether the server is ${state}`, isOpen: true },
      answers: answered('It is.', json(objectOf({ [state]: { const: true } }))),
      errors: state === 'ready' ? [503] : [],
    }),
  });
  return {
    [url]: {
      get: describe({
        ...{ id: 'inference-server', summary: 'Name, version and extensions of the server' },
        ...{ answers: answered('What it is.', json(anyObject)), errors: [401, 403, 429] },
      }),
    },
    [`${url}/health/live`]: health('live'),
    [`${url}/health/ready`]: health('ready'),
    ...Object.assign({}, ...api.models.map((model) => modelPaths(model, url, describe))),
  };
}

function modelPaths(
  model: ServedModel,
  url: string,
  describe: (parts: Parts) => Described,
): Described {
  const one = `${url}/models/${model.name}`;
  return {
    ...pathsBelow(one, model, describe),
    ...pathsBelow(`${one}/versions/{version}`, model, (parts) =>
      describe({ ...parts, id: `${parts.id}-version`, parameters: [version] }),
    ),
  };
}

function pathsBelow(
  url: string,
  model: ServedModel,
  describe: (parts: Parts) => Described,
): Described {
  const { name, title } = model;
  const id = `inference-${name}`;
  const errors = [401, 403, 404, 429];
  const isReady = json(objectOf({ name: { const: name }, ready: { const: true } }));
  const about: Parts = {
    ...{ id, summary: `Inputs and outputs of ${title} as tensors`, errors },
    answers: answered('Its metadata.', json(anyObject)),
  };
  const ready: Parts = {
    ...{ id: `${id}-ready`, summary: `Whether ${title} is ready`, errors: [...errors, 503] },
    answers: answered('It is.', isReady),
  };
  return {
    [url]: { get: describe(about) },
    [`${url}/ready`]: { get: describe(ready) },
    [`${url}/infer`]: { post: describe(inferring(model)) },
  };
}

function inferring({ name, title, summary, inputs, outputs }: ServedModel): Parts {
  const tensors = exampleTensors(inputs);
  const example = tensors === undefined ? undefined : { inputs: tensors };
  const request = objectOf(
    {
      id: text,
      parameters: anyObject,
      inputs: { type: 'array', items: tensorSchema(inputs) },
      outputs: { type: 'array', items: objectOf({ name: text, parameters: anyObject }, ['name']) },
    },
    ['inputs'],
  );
  const answer = objectOf(
    {
      ...{ id: text, model_name: { const: name }, model_version: text },
      outputs: { type: 'array', items: tensorSchema(outputs) },
    },
    ['model_name', 'outputs'],
  );
  const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  return {
    id: `inference-${name}-infer`,
    summary: `Inference of ${title}`,
    description: `${summary}\n\nTensors may be binary data behind the JSON, whose length the header Inference-Header-Content-Length then tells.`,
    body: { required: true, content: { ...json(request, example), ...binary } },
    answers: answered('A tensor for each output.', { ...json(answer), ...binary }),
    // a wrong input is a wrong request here
    errors: [...predictionErrors.filter((status) => status !== 422), 404, 415].sort(
      (one, other) => one - other,
    ),
  };
}

/** One of a model's tensors; the first dimension is the batch. */
function tensorSchema(fields: readonly Field[]): Described {
  const schemas = fields.map((field) => {
    const { name, datatype: own, shape } = describeTensor(field);
    const sizes = { type: 'array', items: { type: 'integer', minimum: 0 } };
    return objectOf(
      {
        name: { const: name },
        datatype: { ...datatype, default: own },
        shape: { ...sizes, description: `[${shape.join(', ')}], where -1 is free` },
        data: { type: 'array', items: {} },
        parameters: anyObject,
      },
      ['name', 'datatype', 'shape'],
    );
  });
  return schemas.length === 0 ? anyObject : { anyOf: schemas };
}
