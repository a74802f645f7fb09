import { layers } from '../../compute/tensorflow.ts';
import { layerMaker, type LayerMaker } from '../pictures/layer-maker.ts';
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
  const maker = layerMaker(seed);
  const { convolution, enlarged } = maker;
  const joined = joinerOf(maker);
  const picture = layers.input({ shape: [side, side, channels], name: 'picture' });
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

/** A coarse layer made as fine as another, both added. */
function joinerOf({ convolution, enlarged }: LayerMaker) {
  return (name: string, filters: number, coarse: Symbol, fine: Symbol): Symbol => {
    const both = [enlarged(`${name}_enlarged`, filters, coarse), fine];
    const sum = layers.layers.add({ name: `${name}_both` }).apply(both) as Symbol;
    return convolution(name, filters, sum);
  };
}
