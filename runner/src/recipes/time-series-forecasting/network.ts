import { layers } from '../../compute/tensorflow.ts';
import { deriveSeed } from '../../random.ts';

export interface NetworkShape {
  readonly width: number;
  readonly units: number;
  readonly dropout: number;
  readonly horizon: number;
}

/**
 * One hidden layer that corrects a linear forecast, `[batch, width]` to `[batch, horizon]`. Its last
 * layer begins with zeros: before it has learnt anything it changes nothing.
 */
export function buildCorrection(
  { width, units, dropout, horizon }: NetworkShape,
  seed: number,
): layers.LayersModel {
  const seedOf = (name: string): number => deriveSeed(seed, name) % 0x7fffffff;
  const network = layers.sequential({ name: 'forecast_correction' });
  network.add(
    layers.layers.dense({
      name: 'hidden',
      inputShape: [width],
      units,
      activation: 'relu',
      kernelInitializer: layers.initializers.heNormal({ seed: seedOf('hidden') }),
    }),
  );
  network.add(layers.layers.dropout({ name: 'dropout', rate: dropout, seed: seedOf('dropout') }));
  network.add(
    layers.layers.dense({ name: 'correction', units: horizon, kernelInitializer: 'zeros' }),
  );
  return network;
}
