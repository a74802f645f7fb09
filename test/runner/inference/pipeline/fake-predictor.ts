import type { Field, PipelineTopology } from '@orangery/schemas';
import type { Predictor } from '../../../../runner/src/inference/predictor.ts';
import type { Prediction, RawInput } from '../../../../runner/src/recipes/recipe.ts';

/** What a step was asked, a list a batch. */
export interface FakePredictor extends Predictor {
  readonly batches: readonly (readonly unknown[])[];
  readonly isDisposed: boolean;
}

export interface FakeOptions {
  readonly id?: string;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  answer(input: unknown): Prediction;
  parse?(raw: RawInput): readonly unknown[];
}

/** A module that keeps what it was asked, and takes a JSON value or a list of them. */
export function fakePredictor({
  id = 'fake',
  inputs,
  outputs,
  ...fake
}: FakeOptions): FakePredictor {
  const batches: (readonly unknown[])[] = [];
  let isDisposed = false;
  const parse = fake.parse ?? valuesOf;
  return {
    ...{ id, inputs, outputs, batches, version: '1.0.0', title: id, summary: id },
    ...{ license: 'MIT', authors: [], backend: 'cpu' },
    parse: async (raw) => parse(raw),
    predictParsed: async (given) => {
      batches.push(given);
      return given.map((input) => fake.answer(input));
    },
    dispose: () => {
      isDisposed = true;
    },
    get isDisposed() {
      return isDisposed;
    },
  };
}

export const text: Field = { name: 'text', type: 'text' };
export const number = (name: string): Field => ({ name, type: 'number' });
export const label = (...values: string[]): Field => ({ name: 'label', type: 'category', values });
export const probabilities = (...values: string[]): Field => ({
  name: 'probabilities',
  type: 'class-probabilities',
  values,
});

/** Steps of modules with these ids, joined as nothing else is said. */
export function topologyOf(
  topology: PipelineTopology['topology'],
  ...steps: PipelineTopology['steps']
): PipelineTopology {
  return { topology, steps };
}

function valuesOf(raw: RawInput): readonly unknown[] {
  if (raw.kind === 'file') return [new TextDecoder().decode(raw.bytes)];
  return Array.isArray(raw.value) ? raw.value : [raw.value];
}
