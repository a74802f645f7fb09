import { tf, type layers } from '../../compute/tensorflow.ts';

/** Runs a network once, however many outputs it has, so that its first real answer is not slow. */
export async function warmUp(network: layers.LayersModel, shape: readonly number[]): Promise<void> {
  const outputs = tf.tidy(() => network.apply(tf.zeros([1, ...shape])) as tf.Tensor | tf.Tensor[]);
  for (const output of [outputs].flat()) await output.data();
  tf.dispose(outputs);
}
