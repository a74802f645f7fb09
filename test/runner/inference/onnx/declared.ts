import type { Declared } from '../../../helpers/onnx-module.ts';

/** What modules around the graphs of the tests say of themselves. */
export const columns: Declared = {
  inputs: [
    { name: 'height', type: 'number' },
    { name: 'width', type: 'number' },
    { name: 'weight', type: 'number' },
    { name: 'depth', type: 'number' },
  ],
  outputs: [
    { name: 'label', type: 'category', values: ['small', 'middle', 'large'] },
    { name: 'kind', type: 'class-probabilities', values: ['small', 'middle', 'large'] },
  ],
  preprocessing: {
    inputs: {
      row: {
        kind: 'columns',
        columns: [
          { from: 'width', missing: 9 },
          { from: 'height' },
          { from: 'depth' },
          { from: 'weight' },
        ],
      },
    },
    outputs: { scores: { gives: 'kind', softmax: true } },
  },
};

export const picture: Declared = {
  inputs: [{ name: 'photo', type: 'image' }],
  outputs: [{ name: 'probabilities', type: 'class-probabilities', values: ['cat', 'dog'] }],
  preprocessing: {
    inputs: {
      pixels: {
        ...{ kind: 'image', from: 'photo', size: [8, 8] },
        ...{ mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
      },
    },
  },
};

export const single: Declared = {
  inputs: [{ name: 'photo', type: 'image' }],
  outputs: [{ name: 'brightness', type: 'number' }],
  preprocessing: {
    inputs: {
      pixels: {
        ...{ kind: 'image', from: 'photo', size: [6, 8], channels: 'grey' },
        ...{ largest: 255, layout: 'height-width-channels' },
      },
    },
  },
};

export const tensor: Declared = {
  inputs: [{ name: 'x', type: 'tensor' }],
  outputs: [
    { name: 'double', type: 'tensor', datatype: 'FP32', shape: [2, 3] },
    { name: 'greatest', type: 'integer' },
  ],
};

export const words: Declared = {
  inputs: [
    { name: 'colour', type: 'category', values: ['red', 'white'] },
    { name: 'shift', type: 'integer' },
  ],
  outputs: [
    { name: 'word', type: 'text' },
    { name: 'level', type: 'category', values: ['a', 'b', 'c'] },
    { name: 'isMore', type: 'boolean' },
  ],
  preprocessing: { outputs: { moved: { gives: 'level' } } },
};
