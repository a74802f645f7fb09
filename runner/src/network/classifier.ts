import { tf, type layers } from '../compute/tensorflow.ts';
import { argMaxRows } from '../metrics/classification.ts';
import { runsOf, type BatchSource } from './batch-source.ts';
import type { Measured } from './best-weights.ts';

const batchSize = 64;

/** Mean cross-entropy of logits `[examples, classes]` against one-hot targets (nats). */
export function classifierLoss(
  outputs: tf.Tensor | tf.Tensor[],
  [targets]: readonly tf.Tensor[],
): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(targets!, outputs as tf.Tensor);
}

/** One row an example with a one at its class. */
export function oneHot(labels: readonly number[], classes: number): tf.Tensor {
  // made as whole numbers: the wasm kernel writes those whatever type it is asked for
  return tf.tidy(() =>
    tf.cast(tf.oneHot(tf.tensor1d(labels as number[], 'int32'), classes), 'float32'),
  );
}

/** Accuracy and log-loss (nats) of a network that gives logits. */
export async function measureClassifier(
  network: layers.LayersModel,
  source: BatchSource,
  labels: Int32Array,
  classes: number,
): Promise<Measured> {
  const probabilities = await predictProbabilities(network, source, classes);
  const predicted = argMaxRows(probabilities, classes);
  let right = 0;
  let loss = 0;
  for (const [index, label] of labels.entries()) {
    if (predicted[index] === label) right += 1;
    // not Math.max, which would hide that a probability is not a number
    const probability = probabilities[index * classes + label]!;
    loss -= Math.log(probability < 1e-7 ? 1e-7 : probability);
  }
  const count = Math.max(1, source.count);
  return { score: right / count, loss: loss / count };
}

/** Softmax of the network's logits, row by row `[examples, classes]`. */
export async function predictProbabilities(
  network: layers.LayersModel,
  source: BatchSource,
  classes: number,
): Promise<Float32Array> {
  const probabilities = new Float32Array(source.count * classes);
  for (const indices of runsOf(source.count, batchSize)) {
    const output = tf.tidy(() => {
      const { inputs } = source.batch(indices);
      return tf.softmax(network.apply(inputs) as tf.Tensor2D);
    });
    probabilities.set(await output.data(), indices[0]! * classes);
    output.dispose();
  }
  return probabilities;
}
