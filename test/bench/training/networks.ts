import { layers } from '../../../runner/src/compute/tensorflow.ts';

const { layers: make } = layers;
type Layer = Parameters<layers.Sequential['add']>[0];

export interface Network {
  readonly title: string;
  readonly inputShape: readonly number[];
  readonly batch: number;
  readonly build: () => Layer[];
}

/** What is timed; `keras-networks.py` builds the same. */
export const networks: readonly Network[] = [
  {
    title: 'MLP 64-128-64-10',
    inputShape: [64],
    batch: 64,
    build: () => [
      make.dense({ units: 128, activation: 'relu', inputShape: [64] }),
      make.dense({ units: 64, activation: 'relu' }),
      make.dense({ units: 10 }),
    ],
  },
  {
    title: 'reference CNN 28×28×1',
    inputShape: [28, 28, 1],
    batch: 64,
    build: () => [
      make.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
      make.maxPooling2d({ poolSize: 2 }),
      make.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
      make.maxPooling2d({ poolSize: 2 }),
      make.flatten(),
      make.dense({ units: 64, activation: 'relu' }),
      make.dense({ units: 10 }),
    ],
  },
  {
    title: 'depthwise CNN 64×64×3',
    inputShape: [64, 64, 3],
    batch: 16,
    build: () => [
      make.conv2d({
        filters: 16,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        useBias: false,
        inputShape: [64, 64, 3],
      }),
      make.batchNormalization(),
      make.reLU(),
      ...depthwiseBlock(32, 1),
      ...depthwiseBlock(64, 2),
      ...depthwiseBlock(64, 1),
      ...depthwiseBlock(128, 2),
      make.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      make.dense({ units: 10 }),
    ],
  },
];

/** Depthwise and 1×1 convolution, each normalised (Howard et al. 2017, arXiv:1704.04861). */
function depthwiseBlock(filters: number, strides: number): Layer[] {
  const size = [strides, strides] as [number, number];
  return [
    make.depthwiseConv2d({ kernelSize: 3, strides: size, padding: 'same', useBias: false }),
    make.batchNormalization(),
    make.reLU(),
    make.conv2d({ filters, kernelSize: 1, useBias: false }),
    make.batchNormalization(),
    make.reLU(),
  ];
}
