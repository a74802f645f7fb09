import { layers } from '../../compute/tensorflow.ts';
import { layerMaker, layerSeed, type LayerMaker } from '../pictures/layer-maker.ts';
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
  const maker = layerMaker(seed);
  const { convolution } = maker;
  const joined = joinerOf(maker);
  const picture = layers.input({ shape: [side, side, channels], name: 'picture' });
  const half = convolution('trunk_1', filters, picture, 2);
  const quarter = convolution('trunk_3', 2 * filters, convolution('trunk_2', 2 * filters, half, 2));
  const eighth = convolution(
    'trunk_5',
    4 * filters,
    convolution('trunk_4', 4 * filters, quarter, 2),
  );
  const sixteenth = convolution(
    'trunk_7',
    4 * filters,
    convolution('trunk_6', 4 * filters, eighth, 2),
  );
  const upper = joined('up_1', 4 * filters, sixteenth, eighth);
  const fine = joined('up_2', 4 * filters, upper, quarter);
  return layers.model({
    name: 'detector',
    inputs: picture,
    outputs: [
      // rare at first: a tenth of all cells, as in the paper
      head('middles', classes.length, fine, { seed, bias: -2.19 }),
      head('geometry', 4, fine, { seed, bias: 0 }),
    ],
  });
}

/** A coarse layer made as fine as another, and both together. */
function joinerOf({ convolution, enlarged }: LayerMaker) {
  return (name: string, filters: number, coarse: Symbol, fine: Symbol): Symbol => {
    const both = [enlarged(`${name}_enlarged`, filters / 2, coarse), fine];
    const joint = layers.layers.concatenate({ name: `${name}_both` }).apply(both) as Symbol;
    return convolution(name, filters, joint);
  };
}

/** Answers at each place, at first all of them the bias. */
function head(
  name: string,
  filters: number,
  input: Symbol,
  { seed, bias }: { seed: number; bias: number },
): Symbol {
  const few = { stddev: 0.01, seed: layerSeed(seed, name) };
  return layers.layers
    .conv2d({
      ...{ name, filters, kernelSize: 1 },
      kernelInitializer: layers.initializers.randomNormal(few),
      biasInitializer: layers.initializers.constant({ value: bias }),
    })
    .apply(input) as Symbol;
}
