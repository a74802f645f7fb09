import type { FastifyRequest } from 'fastify';
import type { Predictor } from '../inference/predictor.ts';
import { wholeInput } from '../inference/whole-input.ts';
import type { RawInput } from '../recipes/recipe.ts';
import { Refused, textAnswer } from './answer.ts';
import { missingData } from './error-answer.ts';
import type { ServingLimits } from './limits.ts';
import { readMultipart } from './multipart-body.ts';

/** Names under which callers send what is to be predicted. */
const dataNames = ['data', 'image', 'file', 'img'];

export interface PredictRequest {
  readonly inputs: readonly RawInput[];
  /** Whether the caller sent a list, and so gets one however long it is. */
  readonly isList: boolean;
}

/**
 * Reads what a caller wants predicted, from multipart, a form or JSON.
 * @throws Refused
 */
export async function readPredictRequest(
  request: FastifyRequest,
  predictor: Predictor,
  limits: ServingLimits,
): Promise<PredictRequest> {
  if (!request.isMultipart()) return fromValue(request.body, predictor, limits);
  const names = new Set([...dataNames, ...predictor.inputs.map((field) => field.name)]);
  const { files, fields } = await readMultipart(request, limits, (name) => names.has(name));
  if (files.length === 0) return fromValue(fields, predictor, limits);
  return { inputs: files, isList: files.length > 1 || takesRows(predictor) };
}

function fromValue(body: unknown, predictor: Predictor, limits: ServingLimits): PredictRequest {
  const value = unwrap(body, predictor);
  if (value === undefined || value === null) throw missingData();
  const isList = Array.isArray(value);
  if (isList && value.length > limits.maxInputs) {
    throw new Refused(textAnswer(413, `At most ${limits.maxInputs} inputs a request.`));
  }
  return { inputs: [{ kind: 'value', value }], isList };
}

/** `{"data": x}` means x, unless it is a row of a table that has a column called data. */
function unwrap(body: unknown, predictor: Predictor): unknown {
  if (!isObject(body) || Array.isArray(body)) return body;
  const whole = wholeInput(predictor.inputs);
  const columns = new Set(whole === undefined ? predictor.inputs.map(({ name }) => name) : []);
  const wrapper = [...dataNames, ...(whole === undefined ? [] : [whole.name])].find(
    (name) => Object.hasOwn(body, name) && (!columns.has(name) || isObject(body[name])),
  );
  if (wrapper !== undefined) return body[wrapper];
  return whole !== undefined || Object.keys(body).length === 0 ? undefined : body;
}

function takesRows(predictor: Predictor): boolean {
  return wholeInput(predictor.inputs) === undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
