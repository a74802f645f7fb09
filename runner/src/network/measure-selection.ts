import type { layers } from '../compute/tensorflow.ts';
import { tf } from '../compute/tensorflow.ts';
import { argMaxRows } from '../metrics/classification.ts';
import type { ExampleSource } from './fit-network.ts';

interface Measured {
  readonly network: layers.LayersModel;
  readonly selection: ExampleSource;
  readonly classes: number;
}

/** Accuracy and log-loss (nats) of a network that gives logits, on the data that chooses epochs. */
export async function measureSelection({
  network,
  selection,
  classes,
}: Measured): Promise<{ accuracy: number; logLoss: number }> {
  const probabilities = await predictProbabilities(network, selection, classes);
  const predicted = argMaxRows(probabilities, classes);
  let right = 0;
  let loss = 0;
  for (const [index, label] of selection.labels.entries()) {
    if (predicted[index] === label) right += 1;
    loss -= Math.log(Math.max(1e-7, probabilities[index * classes + label]!));
  }
  const count = Math.max(1, selection.count);
  return { accuracy: right / count, logLoss: loss / count };
}

const batchSize = 64;

/** Softmax of the network's logits, row by row `[examples, classes]`. */
export async function predictProbabilities(
  network: layers.LayersModel,
  source: Pick<ExampleSource, 'count' | 'batch'>,
  classes: number,
): Promise<Float32Array> {
  const probabilities = new Float32Array(source.count * classes);
  for (let start = 0; start < source.count; start += batchSize) {
    const length = Math.min(batchSize, source.count - start);
    const indices = Array.from({ length }, (_, offset) => start + offset);
    const output = tf.tidy(() => tf.softmax(network.apply(source.batch(indices)) as tf.Tensor2D));
    probabilities.set(await output.data(), start * classes);
    output.dispose();
  }
  return probabilities;
}
