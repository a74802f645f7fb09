import { layers } from '../../compute/tensorflow.ts';
import { deriveSeed } from '../../random.ts';
import type { AudioKnobs } from './knobs.ts';
import type { AudioPreprocessing } from './preprocessing.ts';

/**
 * Three blocks of 3×3 convolution, ReLU and 2×2 max-pooling on `[batch, frames, mels, 1]`; then the
 * mean and the maximum over time of each pitch, so that it does not matter when something sounds; a
 * dense layer, and logits `[batch, classes]`.
 */
export function buildAudioNetwork(
  { frames, mels, classes }: AudioPreprocessing,
  knobs: Pick<AudioKnobs, 'filters' | 'denseUnits' | 'dropout'>,
  seed: number,
): layers.LayersModel {
  const seedOf = (name: string): number => deriveSeed(seed, name) % 0x7fffffff;
  const input = layers.input({ shape: [frames, mels, 1], name: 'spectrogram' });
  let output = input;
  for (let block = 1; block <= 3; block += 1) {
    const name = `convolution_${block}`;
    const convolution = layers.layers.conv2d({
      name,
      filters: knobs.filters * 2 ** (block - 1),
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: layers.initializers.heNormal({ seed: seedOf(name) }),
    });
    const pooling = layers.layers.maxPooling2d({ name: `pooling_${block}`, poolSize: 2 });
    output = pooling.apply(convolution.apply(output)) as layers.SymbolicTensor;
  }
  const [, time, pitch, filters] = output.shape as number[];
  const rows = layers.layers
    .reshape({ name: 'by_time', targetShape: [time!, pitch! * filters!] })
    .apply(output) as layers.SymbolicTensor;
  const pooled = layers.layers
    .concatenate({ name: 'over_time' })
    .apply([
      layers.layers.globalAveragePooling1d({ name: 'mean' }).apply(rows) as layers.SymbolicTensor,
      layers.layers.globalMaxPooling1d({ name: 'maximum' }).apply(rows) as layers.SymbolicTensor,
    ]);
  const dense = layers.layers.dense({
    name: 'dense',
    units: knobs.denseUnits,
    activation: 'relu',
    kernelInitializer: layers.initializers.heNormal({ seed: seedOf('dense') }),
  });
  const dropout = layers.layers.dropout({
    name: 'dropout',
    rate: knobs.dropout,
    seed: seedOf('dropout'),
  });
  const logits = layers.layers.dense({
    name: 'logits',
    units: classes.length,
    kernelInitializer: layers.initializers.glorotNormal({ seed: seedOf('logits') }),
  });
  const outputs = logits.apply(dropout.apply(dense.apply(pooled))) as layers.SymbolicTensor;
  return layers.model({ name: 'audio_classifier', inputs: input, outputs });
}
