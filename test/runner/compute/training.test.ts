import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../runner/src/random.ts';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { layers, tf } from '../../../runner/src/compute/tensorflow.ts';

const batch = 16;
const classes = 4;

/** Every kind of layer that a recipe's network has. */
function smallNetwork(seed: number): layers.Sequential {
  const kernelInitializer = layers.initializers.heNormal({ seed });
  const { layers: make } = layers;
  return layers.sequential({
    layers: [
      make.conv2d({ filters: 8, kernelSize: 3, kernelInitializer, inputShape: [12, 12, 2] }),
      make.batchNormalization(),
      make.activation({ activation: 'relu' }),
      make.maxPooling2d({ poolSize: 2 }),
      make.depthwiseConv2d({
        kernelSize: 3,
        padding: 'same',
        depthwiseInitializer: kernelInitializer,
      }),
      make.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: 'same', kernelInitializer }),
      make.averagePooling2d({ poolSize: 2, strides: 1 }),
      make.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      make.dropout({ rate: 0.2, seed }),
      make.dense({ units: 16, activation: 'relu', kernelInitializer }),
      make.dense({ units: classes, kernelInitializer }),
    ],
  });
}

interface Training {
  readonly losses: readonly number[];
  readonly weights: readonly Float32Array[];
  /** More after ten steps than after two. */
  readonly tensorsLeaked: number;
}

async function train(backend: 'wasm' | 'cpu', seed: number): Promise<Training> {
  await startBackend(backend);
  const network = smallNetwork(seed);
  const optimizer = tf.train.adam(0.01);
  const random = createRandom(seed);
  const labels = Array.from({ length: batch }, () => random.integer(classes));
  const pixels = labels.flatMap((label) =>
    Array.from(
      { length: 288 },
      (_, index) => random.normal() + (index % classes === label ? 1 : 0),
    ),
  );
  const x = tf.tensor4d(pixels, [batch, 12, 12, 2]);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), classes));
  const counts: number[] = [];
  const losses = Array.from({ length: 10 }, () => {
    const loss = step(network, optimizer, x, y);
    counts.push(tf.memory().numTensors);
    return loss;
  });
  const weights = network.getWeights().map((weight) => weight.dataSync<'float32'>().slice());
  network.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return { losses, weights, tensorsLeaked: counts.at(-1)! - counts[1]! };
}

function step(
  network: layers.LayersModel,
  optimizer: tf.Optimizer,
  x: tf.Tensor,
  y: tf.Tensor,
): number {
  return tf.tidy(() => {
    const loss = optimizer.minimize(() => {
      const logits = network.apply(x, { training: true }) as tf.Tensor;
      return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar;
    }, true);
    return loss!.dataSync()[0]!;
  });
}

describe('training on wasm', () => {
  it('goes as on cpu', async () => {
    const expected = await train('cpu', 7);
    const found = await train('wasm', 7);
    expect(found.losses.at(-1)).toBeLessThan(0.75 * found.losses[0]!);
    found.losses.forEach((loss, index) => expect(loss).toBeCloseTo(expected.losses[index]!, 3));
  });

  it('leaks no tensor', async () => {
    expect((await train('wasm', 7)).tensorsLeaked).toBe(0);
  });

  it('gives the same weights to the last bit for the same seed', async () => {
    const first = await train('wasm', 11);
    const second = await train('wasm', 11);
    expect(second.losses).toEqual(first.losses);
    expect(second.weights).toEqual(first.weights);
    expect((await train('wasm', 12)).weights).not.toEqual(first.weights);
  });
});
