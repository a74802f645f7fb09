import { wholeInput } from '../../inference/whole-input.ts';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { UploadedFile, type CallSources } from '../call-sources.ts';
import { missingData } from '../deepaas/error-answer.ts';
import { RequestProblem } from '../request-problem.ts';

/** Names under which callers send what is to be predicted. */
const dataNames = ['data', 'image', 'file', 'img'];

/** What of a module tells how its calls are read. */
interface Reader {
  /** Names of files that are to be predicted. */
  readonly fileNames: ReadonlySet<string>;
  /** Names whose value is what is to be predicted. */
  readonly wrappers: readonly string[];
  /** Of a table's rows; empty where an input is whole. */
  readonly columns: ReadonlySet<string>;
  readonly isWhole: boolean;
}

export interface ModuleCall {
  readonly inputs: readonly RawInput[];
  /** Whether the caller sent a list, and so gets one however long it is. */
  readonly isList: boolean;
}

/**
 * Reads what a caller wants a module to predict: files of a form; else a value, or a row by its
 * columns, from the query, the form, or JSON, in this order. It throws Refused 422 when there is
 * nothing, RequestProblem 413 when there is too much.
 */
export function inputReader(
  { inputs }: Pick<PredictorDescription, 'inputs'>,
  maxInputs: number,
): (sources: CallSources) => ModuleCall {
  const whole = wholeInput(inputs);
  const columns = inputs.map(({ name }) => name);
  const reader: Reader = {
    fileNames: new Set([...dataNames, ...columns]),
    wrappers: whole === undefined ? dataNames : [...dataNames, whole.name],
    columns: new Set(whole === undefined ? columns : []),
    isWhole: whole !== undefined,
  };
  return (sources) => readInputs(sources, reader, maxInputs);
}

function readInputs(sources: CallSources, reader: Reader, maxInputs: number): ModuleCall {
  const files = filesOf(sources.form, reader);
  if (files.length > 0) return { inputs: files, isList: files.length > 1 || !reader.isWhole };
  const value = unwrap(bodyOf(sources), reader);
  if (value === undefined || value === null) throw missingData();
  const isList = Array.isArray(value);
  if (isList && value.length > maxInputs) {
    throw new RequestProblem(413, `At most ${maxInputs} inputs a request`);
  }
  return { inputs: [{ kind: 'value', value }], isList };
}

function filesOf(form: CallSources['form'], { fileNames }: Reader): readonly RawInput[] {
  return Object.entries(form)
    .filter(([name]) => fileNames.has(name))
    .flatMap(([, value]) => value)
    .filter((value) => value instanceof UploadedFile)
    .map(({ filename, bytes }) => ({ kind: 'file', name: filename, bytes }));
}

/** All that was named; a body that is no object stands alone. */
function bodyOf({ query, form, json }: CallSources): unknown {
  const hasNamed = Object.keys(query).length > 0 || Object.keys(form).length > 0;
  if (!hasNamed) return json;
  if (json !== undefined && json !== null && !isRecord(json)) return json;
  const { accept: _, ...named } = { ...json, ...form, ...query };
  return named;
}

/** `{"data": x}` means x, unless it is a row of a table that has a column called data. */
function unwrap(body: unknown, { wrappers, columns, isWhole }: Reader): unknown {
  if (!isRecord(body)) return body;
  const wrapper = wrappers.find(
    (name) => Object.hasOwn(body, name) && (!columns.has(name) || isObject(body[name])),
  );
  if (wrapper !== undefined) return body[wrapper];
  return isWhole || Object.keys(body).length === 0 ? undefined : body;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
