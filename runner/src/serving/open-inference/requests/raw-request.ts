import type { Field } from '@orangery/schemas';
import { RequestProblem } from '../../request-problem.ts';
import { describeTensor } from '../describe-tensors.ts';
import type { InferRequest } from './read-request.ts';

/**
 * A body without JSON, Triton's raw binary request: the one picture, recording or text of a model
 * that takes one.
 * @throws RequestProblem 400
 */
export function rawRequest(fields: readonly Field[], body: Uint8Array): InferRequest {
  const [field, ...others] = fields;
  const isOne = field !== undefined && others.length === 0;
  if (!isOne || describeTensor(field).datatype !== 'BYTES') {
    const message = 'A body without JSON is for models of one input that is BYTES';
    throw new RequestProblem(400, message);
  }
  const data = [new Uint8Array(body)];
  return {
    inputs: [{ name: field.name, datatype: 'BYTES', shape: [1], data, isBase64: false }],
    outputs: { isBinary: false },
  };
}
