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
import { inputOf } from './model-schemas.ts';
import type { ServedApi } from './served-api.ts';

export const singaAutoTag = 'SINGA-Auto';

const list: Described = { type: 'array', items: {} };
const file: Described = { type: 'string', format: 'binary' };

/** POST of `/predict`. */
export function singaAutoPredict(api: ServedApi): Described {
  const { models } = api;
  const query = anyInput(api);
  const example = exampleInput(models[0]?.inputs ?? []);
  const schema = {
    anyOf: [
      objectOf({ query }, ['query']),
      objectOf({ queries: { type: 'array', items: query } }, ['queries']),
    ],
  };
  const told = objectOf({ prediction: {}, predictions: list });
  return operation(api, {
    id: 'singa-predict',
    summary: 'Predictions of queries, in the forms of SINGA-Auto’s tasks',
    body: {
      required: true,
      content: json(schema, example === undefined ? undefined : { query: example }),
    },
    answers: answered('Of one query, or of all in order.', json(told)),
  });
}

/** POST of the front door. */
export function singaAutoFrontDoor(api: ServedApi): Described {
  const example = exampleInput(api.models[0]?.inputs ?? []);
  const form = objectOf({ img: file, input: { anyOf: [text, file] } }, []);
  return operation(api, {
    id: 'singa-front-door',
    summary: 'Predictions of files in img or input, or of one query as JSON',
    body: {
      required: true,
      content: { 'multipart/form-data': { schema: form }, ...json(anyInput(api), example) },
    },
    answers: answered('An answer for each.', json(list)),
  });
}

type Parts = Pick<OperationParts, 'id' | 'summary' | 'body' | 'answers'>;

function operation({ models, needsKeys }: ServedApi, parts: Parts): Described {
  const names = models.map(({ name }) => name);
  const model = {
    ...{ name: 'model', in: 'query', description: 'Which of them is meant; else the first.' },
    schema: { ...text, enum: names },
  };
  const errors = [...predictionErrors.filter((status) => status !== 422), 404].sort(
    (one, other) => one - other,
  );
  return describeOperation(
    { ...parts, tag: singaAutoTag, parameters: [model], errors, family: 'singa' },
    needsKeys,
  );
}

function anyInput({ models }: ServedApi): Described {
  const schemas = models.map(inputOf);
  return schemas.length === 1 ? schemas[0]! : { anyOf: schemas };
}
