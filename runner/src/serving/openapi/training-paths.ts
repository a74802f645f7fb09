import type { ServedModel } from '../served-model.ts';
import { argumentsSchema, queryParameters } from './argument-schemas.ts';
import { answered, json, objectOf, text, type OperationParts } from './describe.ts';
import type { Described } from './described.ts';

const anyObject: Described = { type: 'object' };
const uuid: Described = { name: 'uuid', in: 'path', required: true, schema: text };
const training = objectOf(
  {
    ...{ uuid: text, date: text, args: anyObject, result: anyObject, message: text },
    status: { ...text, enum: ['running', 'done', 'error', 'cancelled'] },
  },
  ['uuid', 'date', 'status'],
);

type Parts = Omit<OperationParts, 'tag' | 'family'>;

/**
 * Paths of DEEPaaS for trainings of a model.
 * @param url of the model, with its final slash
 */
export function trainingPaths(
  url: string,
  { name, title, trainArguments }: ServedModel,
  describe: (parts: Parts) => Described,
): Described {
  const errors = [401, 403, 404, 429];
  const record = json(training);
  const list = json({ type: 'array', items: training });
  const id = `deepaas-${name}-train`;
  return {
    [`${url}train/`]: {
      get: describe({
        ...{ id: `${id}-list`, summary: `Trainings of ${title}`, errors: [401, 403, 429] },
        answers: answered('Their records, the oldest first.', list),
      }),
      post: describe({
        ...{ id, summary: `Training of ${title}`, answers: answered('Its record.', record) },
        parameters: queryParameters(trainArguments),
        body: { content: json(argumentsSchema(trainArguments)) },
        errors: [401, 403, 413, 422, 429, 501],
      }),
    },
    [`${url}train/{uuid}`]: {
      get: describe({
        ...{ id: `${id}-status`, summary: 'One training', parameters: [uuid], errors },
        answers: answered('Its record.', record),
      }),
      delete: describe({
        ...{
          id: `${id}-cancel`,
          summary: 'Ends and forgets a training',
          parameters: [uuid],
          errors,
        },
        answers: answered('Its last record.', record),
      }),
    },
  };
}
