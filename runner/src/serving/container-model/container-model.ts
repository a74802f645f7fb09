import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { jsonOf, type RemoteAnswer } from '../../container/api/ask.ts';
import { callPredict } from '../../container/api/predict-remote.ts';
import type { RemoteModel } from '../../container/api/remote-model.ts';
import { containerPredictor } from '../../inference/container/container-predictor.ts';
import { predictRaw } from '../../inference/predictor.ts';
import { Refused } from '../answer.ts';
import type { CallSources } from '../call-sources.ts';
import { untilEnd } from '../call.ts';
import type { Argument } from '../deepaas/arguments/argument.ts';
import { readArguments } from '../deepaas/arguments/read-arguments.ts';
import type { TrainPart } from '../module-model/module-model.ts';
import { RequestProblem } from '../request-problem.ts';
import type { Answered, Call, ServedModel } from '../served-model.ts';

/** Lets in as many calls as may wait, and counts them. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * A model of a server in a container, as the paths of our server see it: to clients of DEEPaaS with the
 * arguments and answers that it has itself, to others with the module's inputs and outputs.
 */
export function containerModel(
  module: Pick<Module, 'id' | 'frontMatter'>,
  remote: RemoteModel,
  {
    gate,
    training = { trainArguments: [] },
  }: { readonly gate: Gate; readonly training?: TrainPart },
): ServedModel {
  const { id, frontMatter } = module;
  const { predictArguments, response } = remote;
  const predictor = containerPredictor(module, remote);
  const { name: _, id: __, links: ___, ...metadata } = remote.metadata;
  return {
    ...{ name: id, version: frontMatter.version, title: frontMatter.title },
    ...{ summary: frontMatter.summary, backend: 'container', metadata, predictArguments },
    ...{ inputs: predictor.inputs, outputs: predictor.outputs },
    ...(response !== undefined && { response }),
    predict: async (sources, call) => {
      const values = readArguments(named(sources, predictArguments), predictArguments);
      const { accept } = values;
      const timeoutMs = longestMs;
      const asking = async () => callPredict(remote, values, { signal: call.signal, timeoutMs });
      const answer = await gate(async () => ended(call, asking));
      return answeredBy(answer, remote, typeof accept === 'string' ? accept : undefined);
    },
    predictInputs: async (raws, call) =>
      gate(async () => ended(call, async () => untilEnd(call, predictRaw(predictor, raws)))),
    ...training,
  };
}

/** A file called `data`, as every module of ours takes it, is the one that a server has another name for. */
function named(sources: CallSources, expected: readonly Argument[]): CallSources {
  const files = expected.filter(({ type }) => type === 'file');
  const [file] = files;
  const { data, ...form } = sources.form;
  if (file === undefined || files.length > 1 || file.name === 'data' || data === undefined) {
    return sources;
  }
  return file.name in form ? sources : { ...sources, form: { ...form, [file.name]: data } };
}

/** The deadline of the call ends it sooner. */
const longestMs = 3_600_000;

/** @throws RequestProblem 504 past the deadline, 503 when nothing answers */
async function ended<Result>(call: Call, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (call.signal.aborted) throw new RequestProblem(504, 'No answer in time');
    throw isGone(error) ? notThere : error;
  }
}

const notThere = new RequestProblem(503, 'The container does not answer', { 'retry-after': '5' });

/** Whether nothing answered at all; an answer that is none of a prediction has no cause. */
function isGone(error: unknown): boolean {
  return error instanceof Failure && error.code === 'CONTAINER_FAILED' && error.cause !== undefined;
}

/** What the server in the container says of a call that it does not take is told as it says it. */
function answeredBy(
  answer: RemoteAnswer,
  { response }: RemoteModel,
  accept: string | undefined,
): Answered {
  const { status, type, body } = answer;
  if (status >= 400 && status < 500) throw new Refused({ status, type, body });
  if (status === 501) throw new Refused({ status, type, body });
  if (status !== 200) throw new Error(`the container answered ${status}`);
  if (!/^application\/json\b/.test(type)) return { value: body, accept: accept ?? type };
  return { value: response === undefined ? unwrapped(jsonOf(answer)) : jsonOf(answer) };
}

/** Ours is put around it again. */
function unwrapped(json: unknown): unknown {
  const isWrapped = typeof json === 'object' && json !== null && Object.hasOwn(json, 'predictions');
  return isWrapped ? Reflect.get(json, 'predictions') : json;
}
