import { RequestProblem } from '../../request-problem.ts';
import { readBinaryData } from '../tensors/binary-data.ts';
import { datatypeNames, isDatatype, type TensorData } from '../tensors/datatype.ts';
import { readJsonData } from '../tensors/read-json-data.ts';
import { countOf, wrongTensor, type Tensor, type TensorDescription } from '../tensors/tensor.ts';
import {
  listAt,
  parametersOf,
  recordAt,
  sizeAt,
  textAt,
  wrong,
  type JsonRecord,
} from './json-parts.ts';
import type { InferBody } from './read-body.ts';
import { readRequestedOutputs, type RequestedOutputs } from './requested-outputs.ts';

/** What a caller asks to be inferred. */
export interface InferRequest {
  /** Given back as it is. */
  readonly id?: string;
  readonly inputs: readonly InputTensor[];
  readonly outputs: RequestedOutputs;
}

export interface InputTensor extends Tensor {
  /** Whether texts are bytes in base64, as MLServer's clients say by `content_type`. */
  readonly isBase64: boolean;
}

const mostInputs = 1000;
const mostDimensions = 16;
const mostTexts = 100_000;

/**
 * Reads an inference request, with its binary data.
 * @param maxExamples size of the first dimension of each input
 * @throws RequestProblem 400, 413
 */
export function readRequest({ json, binary }: InferBody, maxExamples: number): InferRequest {
  const request = recordAt(json, 'The request');
  const listed = listAt(request.get('inputs'), 'inputs');
  if (listed.length > mostInputs) throw tooMany('inputs', mostInputs, listed.length);
  const take = takeInTurn(binary);
  const inputs = listed.map((value, index) => readInput(value, `inputs[${index}]`, take));
  take.end();
  return {
    ...idOf(request),
    inputs: inputs.map(({ read, ...tensor }) => {
      const [examples = 0] = tensor.shape;
      if (examples > maxExamples) throw tooMany(`${tensor.name}, examples`, maxExamples, examples);
      return { ...tensor, data: read() };
    }),
    outputs: readRequestedOutputs(request),
  };
}

interface UnreadInput extends TensorDescription {
  readonly isBase64: boolean;
  readonly read: () => TensorData;
}

function readInput(value: unknown, place: string, take: TakeInTurn): UnreadInput {
  const input = recordAt(value, place);
  const name = textAt(input.get('name'), `${place}.name`);
  const datatype = input.get('datatype');
  if (!isDatatype(datatype)) throw wrong(`${name}, datatype`, datatypeNames, datatype);
  const shape = shapeOf(input, name);
  const tensor = { name, datatype, shape };
  if (datatype === 'BYTES' && countOf(shape) > mostTexts) {
    throw tooMany(`${name}, elements`, mostTexts, countOf(shape));
  }
  const parameters = parametersOf(input, `${place}.`);
  const isBase64 = parameters.get('content_type') === 'base64';
  const data = input.get('data');
  const size = parameters.get('binary_data_size');
  if (parameters.has('shared_memory_region')) {
    throw wrongTensor(name, 'data or binary data', 'a shared memory region');
  }
  if (size === undefined) return { ...tensor, isBase64, read: () => readJsonData(tensor, data) };
  if (data !== undefined) throw wrongTensor(name, 'data or binary data', 'both');
  const bytes = take(sizeAt(size, `${name}, binary_data_size`), name);
  return { ...tensor, isBase64, read: () => readBinaryData(tensor, bytes) };
}

function shapeOf(input: JsonRecord, name: string): readonly number[] {
  const shape = listAt(input.get('shape'), `${name}, shape`);
  if (shape.length === 0 || shape.length > mostDimensions) {
    throw wrongTensor(`${name}, shape`, `1 to ${mostDimensions} dimensions`, `${shape.length}`);
  }
  const sizes = shape.map((size) => sizeAt(size, `${name}, shape`));
  if (Number.isSafeInteger(countOf(sizes))) return sizes;
  throw wrongTensor(`${name}, shape`, 'a number of elements below 2^53', 'more');
}

interface TakeInTurn {
  (size: number, name: string): Uint8Array;
  end(): void;
}

/** Inputs have their binary data one after another, in their order. */
function takeInTurn(binary: Uint8Array): TakeInTurn {
  let start = 0;
  const take = (size: number, name: string): Uint8Array => {
    const left = binary.length - start;
    if (size > left) throw wrongTensor(name, `${size} bytes of binary data`, `${left}`);
    return binary.subarray(start, (start += size));
  };
  const end = (): void => {
    if (start === binary.length) return;
    throw wrongTensor('binary data', `${start} bytes, as the inputs say`, `${binary.length}`);
  };
  return Object.assign(take, { end });
}

function idOf(request: JsonRecord): { readonly id?: string } {
  const id = request.get('id') ?? undefined;
  if (typeof id === 'string') return { id };
  if (id === undefined) return {};
  throw wrong('id', 'a text', id);
}

function tooMany(place: string, most: number, found: number): RequestProblem {
  return new RequestProblem(413, `${place}: expected at most ${most}, found ${found}`);
}
