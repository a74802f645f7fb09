import type { Field } from '@orangery/schemas';
import type { PredictorDescription } from '../../../../runner/src/inference/predictor.ts';

/** A description of a model that only benches know. */
export function describe(id: string, inputs: readonly Field[]): PredictorDescription {
  return {
    id,
    version: '1.0.0',
    title: id,
    summary: id,
    license: 'Apache-2.0',
    authors: [],
    backend: 'wasm',
    inputs,
    outputs: [
      { name: 'label', type: 'text' },
      { name: 'probability', type: 'number' },
    ],
  };
}
