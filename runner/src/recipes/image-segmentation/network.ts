import { layers } from '../../compute/tensorflow.ts';
import { deriveSeed } from '../../random.ts';
import type { SegmentationPreprocessing } from './preprocessing.ts';

type Symbol = layers.SymbolicTensor;

/**
 * A small U-Net (Ronneberger et al. 2015): convolutions down to a sixteenth and up again. Each finer
 * layer is added, not put beside (LinkNet: Chaurasia and Culurciello 2017, arXiv:1707.03718), which is a
 * quarter of the work less. All work is done at half of the input at most; each pixel there gives four
 * of the result, whose outlines come from the first layer.
 * @returns logits `[batch, side, side, classes]` of pictures `[batch, side, side, channels]`
 */
export function buildSegmenter(
  { side, channels, classes }: Pick<SegmentationPreprocessing, 'side' | 'channels' | 'classes'>,
  filters: number,
  seed: number,
): layers.LayersModel {
  const { convolution, joined, enlarged } = layerMaker(seed);
  const picture = layers.input({ shape: [side, side, channels] });
  const half = convolution('trunk_1', filters, picture, 2);
  const quarter = convolution('trunk_2', 2 * filters, half, 2);
  const eighth = convolution(
    'trunk_4',
    4 * filters,
    convolution('trunk_3', 4 * filters, quarter, 2),
  );
  const sixteenth = convolution(
    'trunk_6',
    8 * filters,
    convolution('trunk_5', 8 * filters, eighth, 2),
  );
  const upper = joined('up_1', 4 * filters, sixteenth, eighth);
  const middle = joined('up_2', 2 * filters, upper, quarter);
  const fine = joined('up_3', filters, middle, half);
  return layers.model({
    name: 'segmenter',
    inputs: picture,
    outputs: enlarged('logits', classes.length, fine, 'linear'),
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
  const enlarged = (
    name: string,
    filters: number,
    input: Symbol,
    activation: 'relu' | 'linear' = 'relu',
  ): Symbol =>
    layers.layers
      .conv2dTranspose({
        name,
        filters,
        strides: 2,
        kernelSize: 2,
        activation,
        kernelInitializer: initializer(name),
      })
      .apply(input) as Symbol;
  return {
    convolution,
    enlarged,
    /** A coarse layer made as fine as another, both added. */
    joined: (name: string, filters: number, coarse: Symbol, fine: Symbol): Symbol => {
      const both = [enlarged(`${name}_enlarged`, filters, coarse), fine];
      const sum = layers.layers.add({ name: `${name}_both` }).apply(both) as Symbol;
      return convolution(name, filters, sum);
    },
  };
}
