import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { tf } from '../../../runner/src/compute/tensorflow.ts';
import { adam } from '../../../runner/src/network/adam.ts';

const shapes = [[7, 5], [5], [3, 3, 2, 4], []];
const steps = 40;

/** A loss that pulls weights by very different gradients; none reaches the last. */
function loss(weights: readonly tf.Variable[], step: number): tf.Scalar {
  const terms = weights.slice(0, -1).map((weight, index) => {
    const pull = tf.randomNormal(
      weight.shape,
      0,
      10 ** (index - 3),
      'float32',
      1 + step * 7 + index,
    );
    return tf.sum(tf.add(tf.mul(weight, pull), tf.pow(weight, 4)));
  });
  return tf.addN(terms) as tf.Scalar;
}

/** Weights after the steps, what Adam keeps of them, and the tensors that were left. */
async function descend(optimizer: tf.AdamOptimizer) {
  const weights = shapes.map((shape, index) =>
    tf.tidy(() => tf.variable(tf.randomNormal(shape, 0, 1, 'float32', 1 + index))),
  );
  const counts: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    // as a schedule sets it
    (optimizer as unknown as { learningRate: number }).learningRate = 0.03 / (1 + step);
    optimizer.minimize(() => loss(weights, step), false, weights);
    counts.push(tf.memory().numTensors);
  }
  const kept = await optimizer.getWeights();
  const bits = [...weights, ...kept.map(({ tensor }) => tensor)].map((tensor) =>
    Buffer.from(tensor.dataSync().slice().buffer).toString('hex'),
  );
  tf.dispose(weights);
  kept[0]!.tensor.dispose();
  optimizer.dispose();
  return { bits, counts };
}

describe.each(['wasm', 'cpu'] as const)('adam on %s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend);
  });

  it('gives the bits of tfjs for weights and moments, step after step', async () => {
    const [ours, theirs] = [await descend(adam(0.03)), await descend(tf.train.adam(0.03))];
    expect(ours.bits).toEqual(theirs.bits);
    // of the last weight, which never moved
    expect(ours.bits.filter((bits) => /^0+$/.test(bits))).toHaveLength(2);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { counts } = await descend(adam(0.03));
    expect(tf.memory().numTensors).toBe(before);
    expect(new Set(counts).size).toBe(1);
  });
});
