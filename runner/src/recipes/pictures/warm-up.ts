import { tf, type layers } from '../../compute/tensorflow.ts';

/** Runs a network once, however many outputs it has, so that its first real answer is not slow. */
export async function warmUp(network: layers.LayersModel, shape: readonly number[]): Promise<void> {
  const outputs = tf.tidy(() => [network.apply(tf.zeros([1, ...shape]))].flat() as tf.Tensor[]);
  for (const output of outputs) await output.data(); // WebGPU cannot be read at once
  tf.dispose(outputs);
}
