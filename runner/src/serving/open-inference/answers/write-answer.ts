import type { Answer } from '../../answer.ts';
import { writeBinaryData } from '../tensors/binary-data.ts';
import { countOf, type Tensor } from '../tensors/tensor.ts';
import { writeJsonData } from '../tensors/write-json-data.ts';

export interface InferAnswer {
  readonly modelName: string;
  readonly modelVersion: string;
  readonly id?: string;
  readonly outputs: readonly (Tensor & { readonly isBinary: boolean })[];
}

/** An answer as JSON, with the tensors that were asked for as binary data behind it. */
export function writeAnswer(answer: InferAnswer): Answer {
  const parts = answer.outputs.map(writeOutput);
  const told = [
    `"model_name":${JSON.stringify(answer.modelName)}`,
    `"model_version":${JSON.stringify(answer.modelVersion)}`,
    ...(answer.id === undefined ? [] : [`"id":${JSON.stringify(answer.id)}`]),
    `"outputs":[${parts.map(({ json }) => json).join()}]`,
  ];
  const text = `{${told.join()}}`;
  if (parts.every(({ binary }) => binary === undefined)) {
    return { status: 200, type: 'application/json; charset=utf-8', body: text };
  }
  const json = Buffer.from(text);
  return {
    status: 200,
    type: 'application/octet-stream',
    headers: { 'inference-header-content-length': String(json.length) },
    body: Buffer.concat([json, ...parts.flatMap(({ binary }) => binary ?? [])]),
  };
}

function writeOutput(output: InferAnswer['outputs'][number]): {
  readonly json: string;
  readonly binary?: Uint8Array;
} {
  const { name, datatype, shape } = output;
  const head = JSON.stringify({ name, datatype, shape }).slice(0, -1);
  if (countOf(shape) !== output.data.length) {
    throw new Error(`${name}: expected ${countOf(shape)} elements, found ${output.data.length}`);
  }
  if (!output.isBinary) return { json: `${head},"data":${writeJsonData(output)}}` };
  const binary = writeBinaryData(output);
  return { json: `${head},"parameters":{"binary_data_size":${binary.length}}}`, binary };
}
