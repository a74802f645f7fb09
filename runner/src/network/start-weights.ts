import { tf, type layers } from '../compute/tensorflow.ts';
import type { ArtifactFiles } from '../recipes/recipe.ts';
import { readNetworkFiles } from './network-artifact.ts';

/**
 * Takes over the weights of a saved network where name and shape are the same.
 * @param isWanted by the layer's name; every layer when absent
 * @returns names of the layers that were taken over whole
 */
export function startFromWeights(
  network: layers.LayersModel,
  files: ArtifactFiles,
  isWanted: (name: string) => boolean = () => true,
): string[] {
  const { specs, data } = readNetworkFiles(files);
  const known = tf.io.decodeWeights(data, [...specs]);
  try {
    return network.layers
      .filter(({ name, weights }) => weights.length > 0 && isWanted(name))
      .filter((layer) => {
        const found = layer.weights.map(({ originalName }) => known[originalName]);
        const isSame = layer.weights.every(
          ({ shape }, index) => String(found[index]?.shape) === String(shape),
        );
        if (isSame) layer.setWeights(found as tf.Tensor[]);
        return isSame;
      })
      .map(({ name }) => name);
  } finally {
    tf.dispose(Object.values(known));
  }
}
