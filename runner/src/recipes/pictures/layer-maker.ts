import { layers } from '../../compute/tensorflow.ts';
import { deriveSeed } from '../../random.ts';

type Symbol = layers.SymbolicTensor;

/** Makes the layers of networks that answer for places in a picture. */
export interface LayerMaker {
  /** 3×3 with ReLU, as wide and high as its input over the strides. */
  readonly convolution: (name: string, filters: number, input: Symbol, strides?: number) => Symbol;
  /** Twice as wide and high, each pixel making four. */
  readonly enlarged: (
    name: string,
    filters: number,
    input: Symbol,
    activation?: 'relu' | 'linear',
  ) => Symbol;
}

/** First weights (He et al. 2015) depend on the seed and a layer's name alone. */
export function layerMaker(seed: number): LayerMaker {
  const named = (name: string) => ({
    name,
    kernelInitializer: layers.initializers.heNormal({ seed: layerSeed(seed, name) }),
  });
  return {
    convolution: (name, filters, input, strides = 1) =>
      layers.layers
        .conv2d({
          ...named(name),
          ...{ filters, strides, kernelSize: 3, padding: 'same', activation: 'relu' },
        })
        .apply(input) as Symbol,
    enlarged: (name, filters, input, activation = 'relu') =>
      layers.layers
        .conv2dTranspose({ ...named(name), filters, strides: 2, kernelSize: 2, activation })
        .apply(input) as Symbol,
  };
}

/** Seed of a layer's first weights, as TensorFlow.js takes it. */
export function layerSeed(seed: number, name: string): number {
  return deriveSeed(seed, name) % 0x7fffffff;
}
