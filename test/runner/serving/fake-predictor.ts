import { Failure, type Field } from '@orangery/schemas';
import type { Predictor } from '../../../runner/src/inference/predictor.ts';
import type { ClassPrediction, RawInput } from '../../../runner/src/recipes/recipe.ts';

type Answer = (raw: RawInput) => Promise<readonly ClassPrediction[]> | readonly ClassPrediction[];

const shared = {
  version: '1.2.3',
  summary: 'Tells a from b.',
  license: 'Apache-2.0',
  authors: ['Ada Lovelace', 'Alan Turing'],
  backend: 'cpu',
  outputs: [{ name: 'label', type: 'class-probabilities', values: ['a', 'b'] }],
  dispose: () => {},
} as const satisfies Partial<Predictor>;

/** Says `a` with certainty of a share that the input decides: its length, or its column `x`. */
export function fakePictures(overrides: Partial<Predictor> = {}, answer: Answer = echo): Predictor {
  return {
    ...shared,
    id: 'pictures',
    title: 'Pictures',
    recipe: 'image-classification',
    outputs: [...shared.outputs] as unknown as Field[],
    inputs: [{ name: 'image', type: 'image' }],
    parse: async (raw) => answer(raw),
    predictParsed: async (inputs) => inputs as readonly ClassPrediction[],
    ...overrides,
  };
}

export function fakeTable(overrides: Partial<Predictor> = {}, answer: Answer = echo): Predictor {
  return fakePictures(
    {
      id: 'table',
      title: 'Table',
      recipe: 'tabular-classification',
      inputs: [
        { name: 'x', type: 'number' },
        { name: 'colour', type: 'category', values: ['red', 'blue'], required: false },
      ],
      ...overrides,
    },
    answer,
  );
}

/** What was sent comes back as the label. */
export function echo(raw: RawInput): readonly ClassPrediction[] {
  if (raw.kind === 'file') return [certain(Buffer.from(raw.bytes).toString())];
  if (Array.isArray(raw.value)) return raw.value.map((value) => certain(textOf(value)));
  return [certain(textOf(raw.value))];
}

export function certain(label: string): ClassPrediction {
  if (label === 'bad') {
    throw new Failure('INPUT_INVALID', 'bad is not a picture', { hint: 'Send a picture.' });
  }
  return { label, probability: 1, probabilities: { [label]: 1, other: 0 } };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
