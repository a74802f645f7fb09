import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { jsonOf, type RemoteAnswer } from '../../container/api/ask.ts';
import { predictRemote } from '../../container/api/predict-remote.ts';
import type { RemoteModel } from '../../container/api/remote-model.ts';
import type { Prediction } from '../../recipes/recipe.ts';
import type { ArgumentValues } from '../../serving/deepaas/arguments/argument.ts';
import { describeModule } from '../describe-module.ts';
import type { Predictor } from '../predictor.ts';
import { inputFields, outputFields } from './argument-fields.ts';
import { readInput } from './read-input.ts';

/** Of one prediction; whoever waits for less ends it by leaving. */
const timeoutMs = 10 * 60_000;

/**
 * Predicts by the server in a module's container, one call after the other: it has a queue of its own, and
 * takes no batches. Inputs and outputs are those of module.md, else what the server says of itself.
 */
export function containerPredictor(
  module: Pick<Module, 'id' | 'frontMatter'>,
  remote: RemoteModel,
): Predictor {
  const { inputs = inputFields(remote.predictArguments), outputs = outputFields(remote.response) } =
    module.frontMatter;
  const taking = { id: module.id, expected: remote.predictArguments, inputs };
  const ended = new AbortController();
  const predict = async (values: ArgumentValues): Promise<Prediction> => {
    const asked = { ...values, ...asJson(remote) };
    return predictionOf(
      module.id,
      await predictRemote(remote, asked, { signal: ended.signal, timeoutMs }),
    );
  };
  return {
    ...describeModule(module),
    ...{ backend: 'container', inputs, outputs },
    parse: async (raw) => readInput(raw, taking),
    predictParsed: async (all) => {
      const predictions: Prediction[] = [];
      for (const values of all) predictions.push(await predict(values as ArgumentValues));
      return predictions;
    },
    dispose: () => ended.abort(),
  };
}

/** Where a server offers other media types, what others compute with is JSON. */
function asJson({ predictArguments }: RemoteModel): ArgumentValues {
  const accept = predictArguments.find(({ name }) => name === 'accept');
  return accept === undefined ? {} : { accept: 'application/json' };
}

/** @throws Failure CONTAINER_FAILED for what is no JSON */
function predictionOf(id: string, answer: RemoteAnswer): Prediction {
  const json = unwrapped(jsonOf(answer));
  if (json === undefined) {
    throw new Failure('CONTAINER_FAILED', `${id}: expected JSON, found ${answer.type}`, {
      hint: 'Ask it over HTTP for other media types: orangery serve, and the accept argument.',
    });
  }
  const [only] = Array.isArray(json) && json.length === 1 ? json : [];
  if (isObject(only)) return only;
  return isObject(json) ? json : { predictions: json };
}

/** DEEPaaS wraps the answer of a model that does not say its fields. */
function unwrapped(json: unknown): unknown {
  if (!isObject(json) || json['status'] !== 'OK' || !('predictions' in json)) return json;
  return json['predictions'];
}

function isObject(value: unknown): value is Prediction {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
