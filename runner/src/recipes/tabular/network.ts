import { layers, tf } from '../../compute/tensorflow.ts';
import { runsOf, type BatchSource } from '../../network/batch-source.ts';
import { oneHot } from '../../network/classifier.ts';
import { deriveSeed } from '../../random.ts';
import type { Matrix } from '../../trees/bin-columns.ts';
import type { TreeTask } from '../../trees/tree-task.ts';

export interface TableNetwork {
  readonly name: string;
  /** Name of the last layer. */
  readonly output: string;
  /** Numbers of a row. */
  readonly width: number;
  readonly outputs: number;
  /** 0 is linear. */
  readonly hiddenLayers: number;
  readonly units: number;
  readonly dropout: number;
  readonly seed: number;
}

const batchSize = 64;

/** A multilayer perceptron `[batch, width]` to `[batch, outputs]`, linear in its last layer. */
export function buildTableNetwork(options: TableNetwork): layers.LayersModel {
  const { width, hiddenLayers, units, dropout } = options;
  const input = layers.input({ shape: [width], name: 'row' });
  const seedOf = (name: string): number => deriveSeed(options.seed, name) % 0x7fffffff;
  let output = input;
  for (let layer = 1; layer <= hiddenLayers; layer += 1) {
    const name = `hidden_${layer}`;
    output = layers.layers
      .dense({
        name,
        units,
        activation: 'relu',
        kernelInitializer: layers.initializers.heNormal({ seed: seedOf(name) }),
      })
      .apply(output) as layers.SymbolicTensor;
    if (dropout > 0) {
      output = layers.layers
        .dropout({ name: `dropout_${layer}`, rate: dropout, seed: seedOf(`dropout_${layer}`) })
        .apply(output) as layers.SymbolicTensor;
    }
  }
  const last = layers.layers.dense({
    name: options.output,
    units: options.outputs,
    kernelInitializer: layers.initializers.glorotNormal({ seed: seedOf(options.output) }),
  });
  return layers.model({
    name: options.name,
    inputs: input,
    outputs: last.apply(output) as layers.SymbolicTensor,
  });
}

/** Encoded rows, ready to be put into batches; without a task only to predict. */
export function rowSource({ count, width, values }: Matrix, task?: TreeTask): BatchSource {
  return {
    count,
    batch: (indices) => {
      const chosen = new Float32Array(indices.length * width);
      for (const [row, index] of indices.entries()) {
        chosen.set(values.subarray(index * width, (index + 1) * width), row * width);
      }
      return {
        inputs: tf.tensor2d(chosen, [indices.length, width]),
        targets: task === undefined ? [] : [targetsOf(task, indices)],
      };
    },
  };
}

/** Mean squared error of numbers `[examples, 1]`. */
export function squaredLoss(
  outputs: tf.Tensor | tf.Tensor[],
  [targets]: readonly tf.Tensor[],
): tf.Scalar {
  return tf.mean(tf.square(tf.sub(outputs as tf.Tensor, targets!)));
}

/** What a network gives for rows, `[count, outputs]`. */
export async function predictNumbers(
  network: layers.LayersModel,
  source: BatchSource,
): Promise<Float32Array> {
  const numbers = new Float32Array(source.count);
  for (const indices of runsOf(source.count, batchSize)) {
    const output = tf.tidy(() => network.apply(source.batch(indices).inputs) as tf.Tensor2D);
    numbers.set(await output.data(), indices[0]!);
    output.dispose();
  }
  return numbers;
}

function targetsOf(task: TreeTask, indices: readonly number[]): tf.Tensor {
  if (task.kind === 'numbers') {
    return tf.tensor2d(
      indices.map((index) => task.values[index]!),
      [indices.length, 1],
    );
  }
  return oneHot(
    indices.map((index) => task.labels[index]!),
    task.classes,
  );
}
