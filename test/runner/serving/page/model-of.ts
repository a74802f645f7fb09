import { describeArguments } from '../../../../runner/src/serving/module-model/describe-arguments.ts';
import type { ModelSlot, ServedModel } from '../../../../runner/src/serving/served-model.ts';

/** A module's model that is only looked at. */
export function modelOf(parts: Partial<ServedModel> = {}): ServedModel {
  const inputs = parts.inputs ?? [{ name: 'image', type: 'image' }];
  return {
    ...{ name: 'pictures', version: '1.2.3', title: 'Pictures', summary: 'Tells a from b.' },
    ...{ backend: 'cpu', metadata: { license: 'Apache-2.0' }, trainArguments: [] },
    inputs,
    outputs: [{ name: 'probabilities', type: 'class-probabilities', values: ['a', 'b'] }],
    predictArguments: describeArguments({ inputs }),
    predict: async () => ({ value: null }),
    predictInputs: async () => [],
    ...parts,
  };
}

export function slotOf(current: ServedModel): ModelSlot {
  return { name: current.name, current, isReady: true };
}

/** One of each kind of input. */
export const variousModels: readonly ServedModel[] = [
  modelOf(),
  modelOf({
    name: 'rows',
    title: 'Rows',
    inputs: [
      { name: 'area', type: 'number', description: 'In mm².', example: 15.2 },
      { name: 'colour', type: 'category', values: ['red', 'blue'], required: false },
      { name: 'ripe', type: 'boolean' },
    ],
    outputs: [
      { name: 'value', type: 'number' },
      { name: 'lower', type: 'number' },
    ],
  }),
  modelOf({
    name: 'words',
    inputs: [{ name: 'text', type: 'text', description: 'A letter: JSON or a file.' }],
  }),
  modelOf({
    name: 'days',
    inputs: [{ name: 'data', type: 'series' }],
    outputs: [{ name: 'forecast', type: 'series' }],
  }),
  modelOf({
    name: 'numbers',
    inputs: [{ name: 'x', type: 'tensor', datatype: 'FP32', shape: [4] }],
    outputs: [
      { name: 'boxes', type: 'boxes' },
      { name: 'mask', type: 'mask' },
      { name: 'y', type: 'tensor', datatype: 'FP32', shape: [-1] },
    ],
  }),
];
