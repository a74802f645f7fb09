import type { layers } from '../compute/tensorflow.ts';
import { deriveSeed } from '../random.ts';

/**
 * Gives every dropout layer a seed for the next step. tfjs draws the mask from the layer's seed anew
 * each time it is applied: with one seed the same units would be left out in every step.
 */
export function freshDropout(network: layers.LayersModel, seed: number): void {
  for (const layer of network.layers) {
    if (!layer.getClassName().endsWith('Dropout')) continue;
    // read-only in the types only: the layer reads it whenever it is applied
    (layer as unknown as { seed: number }).seed = deriveSeed(seed, layer.name) % 0x7fffffff;
  }
}
