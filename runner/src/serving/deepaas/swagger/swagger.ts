import type { ModelSlot, ServedModel } from '../../served-model.ts';
import type { DeepaasOptions } from '../options.ts';
import { Definitions } from './definitions.ts';
import { describeParameter, producedTypes } from './parameters.ts';

type Enabled = Pick<DeepaasOptions, 'basePath' | 'hasPredict' | 'hasTrain'>;

/** The DEEPaaS whose paths these are. */
const apiVersion = '2.6.0';

/**
 * The Swagger 2.0 document of DEEPaaS for the models served now. deepaas_ui makes its forms from it;
 * it keeps DEEPaaS's own mistakes, such as a status `completed` that never is.
 */
export function describeApi(slots: readonly ModelSlot[], enabled: Enabled): object {
  const base = enabled.basePath ?? '';
  const definitions = new Definitions();
  const paths = {
    ...serverPaths(base, definitions),
    ...Object.assign({}, ...slots.map(({ current }) => modelPaths(current, enabled, definitions))),
    [base === '' ? '/' : base]: {
      get: operation('versions', 'Get available API versions', {
        400: answer(definitions.fixed('Failure')),
        200: answer(definitions.fixed('Versions')),
      }),
    },
  };
  return {
    info: {
      title: 'DEEP as a Service API endpoint',
      description:
        'Predictions and trainings of machine-learning models. Other ways to ask the same models are described in openapi.json.',
      version: apiVersion,
    },
    externalDocs: { description: 'API documentation', url: 'https://deepaas.readthedocs.org/' },
    paths,
    swagger: '2.0',
    definitions: { ...definitions.all },
  };
}

function serverPaths(base: string, definitions: Definitions): object {
  definitions.fixed('Failure');
  definitions.fixed('Location');
  return {
    [`${base}/v2/`]: {
      get: operation('versions', 'Get V2 API version information', {
        400: answer(definitions.fixed('Failure')),
        200: answer(definitions.fixed('Version')),
      }),
    },
    [`${base}/v2/debug/`]: {
      get: {
        ...operation('debug', 'Return debug information if enabled by API.', {
          200: { description: 'Debug information if debug endpoint is enabled' },
          204: { description: 'Debug endpoint not enabled' },
        }),
        produces: ['text/plain'],
      },
    },
    [`${base}/v2/models/`]: {
      get: operation('models', 'Return loaded models and its information', {
        200: answer(definitions.fixed('ModelMeta')),
      }),
    },
  };
}

function modelPaths(model: ServedModel, enabled: Enabled, definitions: Definitions): object {
  const url = `${enabled.basePath ?? ''}/v2/models/${model.name}/`;
  return {
    [url]: {
      get: operation('models', "Return model's metadata", {
        200: answer(definitions.fixed('ModelMeta')),
      }),
    },
    ...(enabled.hasTrain && trainingPaths(url, model, definitions)),
    ...(enabled.hasPredict && { [`${url}predict/`]: { post: predicting(model, definitions) } }),
  };
}

function trainingPaths(
  url: string,
  { trainArguments }: ServedModel,
  definitions: Definitions,
): object {
  const uuid = { in: 'path', name: 'uuid', required: true, type: 'string' };
  return {
    [`${url}train/`]: {
      post: {
        ...operation('models', 'Retrain model with available data', {}),
        parameters: trainArguments.map((one) => describeParameter(one, definitions.refer)),
      },
      get: operation('models', 'Get a list of trainings (running or completed)', {
        200: answer(listOfTrainings(definitions)),
      }),
    },
    [`${url}train/{uuid}`]: {
      get: {
        ...operation('models', 'Get status of a training', {
          200: answer(definitions.fixed('Training')),
        }),
        parameters: [uuid],
      },
      delete: {
        ...operation('models', 'Cancel a running training', {}),
        parameters: [uuid],
      },
    },
  };
}

function listOfTrainings(definitions: Definitions): object {
  definitions.fixed('Training');
  return definitions.fixed('TrainingList');
}

function predicting({ predictArguments, response }: ServedModel, definitions: Definitions): object {
  const success =
    response === undefined
      ? definitions.fixed('Prediction')
      : definitions.own('ModelPredictionResponse', response);
  return {
    ...operation('models', 'Make a prediction given the input data', {
      400: answer(definitions.fixed('Failure')),
      200: answer(success),
    }),
    parameters: predictArguments.map((one) => describeParameter(one, definitions.refer)),
    produces: producedTypes(predictArguments),
  };
}

function operation(tag: string, summary: string, responses: object): object {
  return { responses, parameters: [], tags: [tag], summary, produces: ['application/json'] };
}

function answer(schema: object): object {
  return { schema, description: '' };
}
