import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refused, sendAnswer, textAnswer } from '../answer.ts';
import { readSources } from '../body/read-sources.ts';
import { createCall } from '../call.ts';
import type { ModelSlot, ServedModel } from '../served-model.ts';
import { addDisabledPath, addPath, type Handle, type Path } from './add-path.ts';
import { readArguments } from './arguments/read-arguments.ts';
import { describeModel } from './describe.ts';
import { jsonAnswer } from './json-answer.ts';
import type { DeepaasOptions } from './options.ts';
import type { DeepaasParts } from './paths.ts';
import { predictionAnswer } from './prediction-answer.ts';

/** The paths of one model, whatever stands in its place when they are asked. */
export function addModelPaths(
  app: FastifyInstance,
  slot: ModelSlot,
  index: number,
  { options, trainings }: DeepaasParts,
): void {
  const base = options.basePath ?? '';
  const url = `${base}/v2/models/${slot.name}/`;
  const config = { protocol: 'deepaas', model: slot.name } as const;
  const GET: Handle = (_, reply) =>
    sendAnswer(reply, jsonAnswer(describeModel(slot.current, index, base)));
  addPath(app, { url, verbs: { GET }, config, isBareTaken: true });
  const predicting: Path = {
    url: `${url}predict/`,
    verbs: { POST: predict(slot, options) },
    config,
  };
  (options.hasPredict ? addPath : addDisabledPath)(app, predicting);
  for (const path of trainingPaths(slot, options, trainings)) {
    (options.hasTrain ? addPath : addDisabledPath)(app, { ...path, url: url + path.url });
  }
}

function predict(slot: ModelSlot, options: DeepaasOptions): Handle {
  return async (request, reply) => {
    if (slot.current.predict === undefined) throw notImplemented(slot.current);
    const reading = readSources(request, options);
    // what need not be waited for is not
    const sources = reading instanceof Promise ? await reading : reading;
    // a new version may have taken over while the body came
    const model = slot.current;
    if (model.predict === undefined) throw notImplemented(model);
    const call = createCall(request, options.requestTimeoutMs);
    const answered = await model.predict(sources, call);
    return sendAnswer(reply, predictionAnswer(model, answered));
  };
}

/** DEEPaaS has these, relative to the model's own. */
function trainingPaths(
  slot: ModelSlot,
  options: DeepaasOptions,
  trainings: DeepaasParts['trainings'],
): readonly Path[] {
  const config = { protocol: 'deepaas', model: slot.name, trains: true } as const;
  const start: Handle = async (request, reply) => {
    const model = slot.current;
    if (model.train === undefined) throw notImplemented(model);
    const values = readArguments(await readSources(request, options), model.trainArguments);
    model.checkTrain?.(values);
    return sendAnswer(reply, jsonAnswer(await trainings.start(model, values)));
  };
  const list: Handle = (_, reply) => sendAnswer(reply, jsonAnswer(trainings.list(slot.name)));
  const get: Handle = (request, reply) =>
    sendAnswer(reply, found(trainings.get(slot.name, idOf(request))));
  const remove: Handle = async (request, reply) =>
    sendAnswer(reply, found(await trainings.remove(slot.name, idOf(request))));
  return [
    { url: 'train/', verbs: { GET: list, POST: start }, config },
    { url: 'train/:uuid', verbs: { DELETE: remove, GET: get }, config },
  ];
}

function idOf({ params }: FastifyRequest): string {
  return String(Reflect.get(Object(params), 'uuid'));
}

function found(record: object | undefined): ReturnType<typeof jsonAnswer> {
  return record === undefined ? textAnswer(404) : jsonAnswer(record);
}

function notImplemented({ name }: ServedModel): Refused {
  const words = `Not implemented by underlying model (loaded '${name}')`;
  return new Refused(textAnswer(501, `501: ${words}`));
}
