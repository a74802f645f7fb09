import { tf, type layers } from '../compute/tensorflow.ts';
import { runsOf, type BatchSource } from './batch-source.ts';
import type { NetworkFit } from './fit-network.ts';

const batchSize = 32;

/** Mean loss of a network over all examples as they are. */
export async function meanLoss(
  network: layers.LayersModel,
  source: BatchSource,
  loss: NetworkFit['loss'],
): Promise<number> {
  let sum = 0;
  for (const indices of runsOf(source.count, batchSize)) {
    const part = tf.tidy(() => {
      const { inputs, targets } = source.batch(indices);
      return loss(network.apply(inputs) as tf.Tensor | tf.Tensor[], targets);
    });
    sum += (await part.data())[0]! * indices.length;
    part.dispose();
  }
  return sum / Math.max(1, source.count);
}
