import type { Field } from '@orangery/schemas';
import type { Prediction, RawInput } from '../../../runner/src/recipes/recipe.ts';
import type { ModelSlot, ServedModel } from '../../../runner/src/serving/served-model.ts';

/** What a model answers to one input. */
export type Answer = (raw: RawInput, index: number) => readonly Prediction[];

/** A model that answers at once, and keeps what it was asked. */
export interface AnsweringSlot extends ModelSlot {
  readonly asked: RawInput[];
}

export function answeringSlot(
  model: Partial<ServedModel> & Pick<ServedModel, 'name'>,
  answer: Answer = () => [{}],
  isReady = true,
): AnsweringSlot {
  const asked: RawInput[] = [];
  const current: ServedModel = {
    version: '1.2.3',
    title: 'A model',
    summary: 'Answers.',
    backend: 'wasm',
    inputs: [],
    outputs: [],
    predictArguments: [],
    trainArguments: [],
    predictInputs: async (raws) => {
      asked.push(...raws);
      return raws.map(answer);
    },
    ...model,
  };
  return { name: model.name, current, isReady, asked };
}

/** Outputs of a classifier, as recipes have them. */
export const classOutputs: readonly Field[] = [
  { name: 'label', type: 'category', values: ['oak', 'elm', 'ash'] },
  { name: 'probability', type: 'number' },
  { name: 'probabilities', type: 'class-probabilities', values: ['oak', 'elm', 'ash'] },
];

export const elm: Prediction = {
  label: 'elm',
  probability: 0.5,
  probabilities: { elm: 0.5, oak: 0.25, ash: 0.25 },
};
