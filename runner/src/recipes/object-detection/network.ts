import { layers } from '../../compute/tensorflow.ts';
import { deriveSeed } from '../../random.ts';
import type { DetectionPreprocessing } from './preprocessing.ts';

type Symbol = layers.SymbolicTensor;

/**
 * A small detector of middles (Zhou et al. 2019, "Objects as Points"): convolutions down to a
 * sixteenth and up again to a quarter of the input, with the finer layers joined in.
 * @returns logits of the middles `[batch, side/4, side/4, classes]` and geometry
 *   `[batch, side/4, side/4, 4]`: log width, log height, and the way to the middle, in cells
 */
export function buildDetector(
  { side, channels, classes }: Pick<DetectionPreprocessing, 'side' | 'channels' | 'classes'>,
  filters: number,
  seed: number,
): layers.LayersModel {
  const make = layerMaker(seed);
  const picture = layers.input({ shape: [side, side, channels] });
  const half = make.convolution('trunk_1', filters, picture, 2);
  const quarter = make.convolution(
    'trunk_3',
    2 * filters,
    make.convolution('trunk_2', 2 * filters, half, 2),
  );
  const eighth = make.convolution(
    'trunk_5',
    4 * filters,
    make.convolution('trunk_4', 4 * filters, quarter, 2),
  );
  const sixteenth = make.convolution(
    'trunk_7',
    4 * filters,
    make.convolution('trunk_6', 4 * filters, eighth, 2),
  );
  const upper = make.joined('up_1', 4 * filters, sixteenth, eighth);
  const fine = make.joined('up_2', 4 * filters, upper, quarter);
  return layers.model({
    name: 'detector',
    inputs: picture,
    outputs: [
      // rare at first: a tenth of all cells, as in the paper
      make.head('middles', classes.length, fine, -2.19),
      make.head('geometry', 4, fine, 0),
    ],
  });
}

/** Layers whose first weights depend on the seed and their name alone. */
function layerMaker(seed: number) {
  const initializer = (name: string) =>
    layers.initializers.heNormal({ seed: deriveSeed(seed, name) % 0x7fffffff });
  const convolution = (name: string, filters: number, input: Symbol, strides = 1): Symbol =>
    layers.layers
      .conv2d({
        name,
        filters,
        strides,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: initializer(name),
      })
      .apply(input) as Symbol;
  const enlarged = (name: string, filters: number, input: Symbol): Symbol =>
    layers.layers
      .conv2dTranspose({
        name,
        filters,
        strides: 2,
        kernelSize: 2,
        activation: 'relu',
        kernelInitializer: initializer(name),
      })
      .apply(input) as Symbol;
  return {
    convolution,
    /** A coarse layer made as fine as another, and both together. */
    joined: (name: string, filters: number, coarse: Symbol, fine: Symbol): Symbol => {
      const both = [enlarged(`${name}_enlarged`, filters / 2, coarse), fine];
      const joint = layers.layers.concatenate({ name: `${name}_both` }).apply(both) as Symbol;
      return convolution(name, filters, joint);
    },
    head: (name: string, filters: number, input: Symbol, bias: number): Symbol =>
      layers.layers
        .conv2d({
          name,
          filters,
          kernelSize: 1,
          kernelInitializer: layers.initializers.randomNormal({
            stddev: 0.01,
            seed: deriveSeed(seed, name) % 0x7fffffff,
          }),
          biasInitializer: layers.initializers.constant({ value: bias }),
        })
        .apply(input) as Symbol,
  };
}
