import { layers } from '../../../runner/src/compute/tensorflow.ts';

const { layers: make } = layers;
const kernelInitializer = (seed: number) => layers.initializers.heNormal({ seed });

/** What recipes are made of, small enough for plain JavaScript. */
export const networks = [
  {
    title: 'a multilayer perceptron',
    shape: [6],
    build: () => [
      make.dense({
        units: 16,
        activation: 'relu',
        inputShape: [6],
        kernelInitializer: kernelInitializer(1),
      }),
      make.dense({ units: 4, kernelInitializer: kernelInitializer(2) }),
    ],
  },
  {
    title: 'a convolutional network',
    shape: [14, 14, 2],
    build: () => [
      make.conv2d({
        filters: 8,
        kernelSize: 3,
        activation: 'relu',
        inputShape: [14, 14, 2],
        kernelInitializer: kernelInitializer(1),
      }),
      make.maxPooling2d({ poolSize: 2 }),
      make.conv2d({
        filters: 12,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: kernelInitializer(2),
      }),
      make.averagePooling2d({ poolSize: 2, strides: 1 }),
      make.flatten(),
      make.dense({ units: 4, kernelInitializer: kernelInitializer(3) }),
    ],
  },
  {
    title: 'a depthwise convolutional network',
    shape: [12, 12, 3],
    build: () => [
      make.conv2d({
        filters: 6,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        inputShape: [12, 12, 3],
        kernelInitializer: kernelInitializer(1),
      }),
      make.batchNormalization(),
      make.reLU(),
      make.depthwiseConv2d({
        kernelSize: 3,
        padding: 'same',
        depthwiseInitializer: kernelInitializer(2),
      }),
      make.batchNormalization(),
      make.reLU(),
      make.conv2d({ filters: 8, kernelSize: 1, kernelInitializer: kernelInitializer(3) }),
      make.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      make.dense({ units: 4, kernelInitializer: kernelInitializer(4) }),
    ],
  },
];
