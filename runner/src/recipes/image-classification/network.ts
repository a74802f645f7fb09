import { layers } from '../../compute/tensorflow.ts';
import { deriveSeed } from '../../random.ts';
import type { ImageKnobs } from './knobs.ts';
import type { ImagePreprocessing } from './preprocessing.ts';

/**
 * A small convolutional network: blocks of 3×3 convolution, ReLU and 2×2 max-pooling until the
 * picture is at most 8 pixels wide, then a dense layer. Gives logits `[batch, classes]` of
 * pictures `[batch, side, side, channels]`.
 */
export function buildImageNetwork(
  { side, channels, classes }: ImagePreprocessing,
  knobs: Pick<ImageKnobs, 'filters' | 'denseUnits' | 'dropout'>,
  seed: number,
): layers.LayersModel {
  const network = layers.sequential({ name: 'image_classifier' });
  const blocks = Math.max(2, Math.ceil(Math.log2(side / 8)));
  const initializer = (name: string) =>
    layers.initializers.heNormal({ seed: deriveSeed(seed, name) % 0x7fffffff });
  for (let block = 0; block < blocks; block += 1) {
    const name = `convolution_${block + 1}`;
    network.add(
      layers.layers.conv2d({
        name,
        ...(block === 0 ? { inputShape: [side, side, channels] } : {}),
        filters: knobs.filters * Math.min(4, 2 ** block),
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        kernelInitializer: initializer(name),
      }),
    );
    network.add(layers.layers.maxPooling2d({ name: `pooling_${block + 1}`, poolSize: 2 }));
  }
  network.add(layers.layers.flatten({ name: 'flatten' }));
  network.add(
    layers.layers.dense({
      name: 'dense',
      units: knobs.denseUnits,
      activation: 'relu',
      kernelInitializer: initializer('dense'),
    }),
  );
  network.add(
    layers.layers.dropout({
      name: 'dropout',
      rate: knobs.dropout,
      seed: deriveSeed(seed, 'dropout') % 0x7fffffff,
    }),
  );
  network.add(
    layers.layers.dense({
      name: 'logits',
      units: classes.length,
      kernelInitializer: initializer('logits'),
    }),
  );
  return network;
}
