import type { Answer } from '../answer.ts';
import { RequestProblem } from '../request-problem.ts';
import type { Call, ServedModel } from '../served-model.ts';
import { chooseOutputs, outputsOf } from './answers/choose-outputs.ts';
import { writeAnswer } from './answers/write-answer.ts';
import { rawInputsOf } from './examples/to-raw-inputs.ts';
import { rawRequest } from './requests/raw-request.ts';
import { readBody } from './requests/read-body.ts';
import { readRequest } from './requests/read-request.ts';

/** What arrived at `…/infer`. */
export interface InferCall {
  readonly body: unknown;
  /** As the header `Inference-Header-Content-Length` says it. */
  readonly headerLength: unknown;
  readonly maxInputs: number;
  readonly call: Call;
}

/**
 * Answers an inference request.
 * @throws RequestProblem 400, 413, 501 and what the model throws
 */
export async function infer(
  model: ServedModel,
  { body, headerLength, maxInputs, call }: InferCall,
): Promise<Answer> {
  if (model.predictInputs === undefined) {
    throw new RequestProblem(501, `${model.name} takes arguments, not tensors`);
  }
  const read = readBody(body instanceof Uint8Array ? body : new Uint8Array(), headerLength);
  const request =
    read.json === undefined ? rawRequest(model.inputs, read.binary) : readRequest(read, maxInputs);
  const chosen = chooseOutputs(model.outputs, request.outputs);
  const raws = rawInputsOf(model.inputs, request.inputs);
  const answers = await model.predictInputs(raws, call);
  checkOneEach(model, answers);
  return writeAnswer({
    modelName: model.name,
    modelVersion: model.version,
    ...(request.id !== undefined && { id: request.id }),
    outputs: outputsOf(chosen, answers.flat()),
  });
}

/** Else the first dimension of the outputs would not be that of the inputs. */
function checkOneEach(model: ServedModel, answers: readonly (readonly unknown[])[]): void {
  if (model.inputs.some(({ type }) => type === 'file')) return;
  const index = answers.findIndex(({ length }) => length !== 1);
  if (index < 0) return;
  const found = answers[index]!.length;
  throw new RequestProblem(400, `inputs: expected one example in element ${index}, found ${found}`);
}
