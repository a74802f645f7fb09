import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { layers, tf } from '../../../runner/src/compute/tensorflow.ts';
import { DivergedError } from '../../../runner/src/network/diverged.ts';
import {
  fitNetwork,
  type NetworkFit,
  type NetworkFitResult,
} from '../../../runner/src/network/fit-network.ts';
import { createRandom } from '../../../runner/src/random.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

const count = 48;
const random = createRandom(7);
const points = Float32Array.from({ length: count * 2 }, () => random.normal());
const sums = Float32Array.from(
  { length: count },
  (_, index) => points[2 * index]! - 2 * points[2 * index + 1]!,
);

const source = {
  count,
  batch: (indices: readonly number[]) => ({
    inputs: tf.tensor2d(
      indices.flatMap((index) => [...points.subarray(2 * index, 2 * index + 2)]),
      [indices.length, 2],
    ),
    targets: [
      tf.tensor2d(
        indices.map((index) => sums[index]!),
        [indices.length, 1],
      ),
    ],
  }),
};

function loss(outputs: tf.Tensor | tf.Tensor[], [targets]: readonly tf.Tensor[]): tf.Scalar {
  return tf.losses.meanSquaredError(targets!, outputs as tf.Tensor);
}

function newNetwork(): layers.Sequential {
  const network = layers.sequential();
  const kernelInitializer = layers.initializers.glorotNormal({ seed: 3 });
  const shape = { units: 6, inputShape: [2], name: 'hidden' };
  network.add(layers.layers.dense({ ...shape, activation: 'tanh', kernelInitializer }));
  network.add(layers.layers.batchNormalization({ name: 'norm' }));
  network.add(layers.layers.dropout({ rate: 0.3, name: 'dropout' }));
  network.add(layers.layers.dense({ units: 1, name: 'out', kernelInitializer }));
  return network;
}

interface Outcome extends NetworkFitResult {
  readonly weights: readonly (readonly number[])[];
  readonly epochsTold: readonly number[];
}

async function fit(options: Partial<NetworkFit> = {}): Promise<Outcome> {
  const network = newNetwork();
  const epochsTold: number[] = [];
  const measure = async (): Promise<{ score: number; loss: number }> => {
    const value = tf.tidy(() => {
      const { inputs, targets } = source.batch(Array.from({ length: count }, (_, index) => index));
      return loss(network.apply(inputs) as tf.Tensor, targets).dataSync()[0]!;
    });
    return { score: -value, loss: value };
  };
  try {
    const result = await fitNetwork({
      network,
      train: source,
      loss,
      measure,
      epochs: 9,
      patience: 9,
      batchSize: 16,
      learningRate: 0.05,
      decay: 0.001,
      seed: 11,
      until: 1,
      signal: new AbortController().signal,
      isOutOfTime: () => false,
      onEpoch: ({ epoch }) => void epochsTold.push(epoch),
      ...options,
    });
    const weights = network.getWeights().map((weight) => [...weight.dataSync()]);
    return { ...result, weights, epochsTold };
  } finally {
    network.dispose();
  }
}

describe('fitting a network', () => {
  it('gives the same weights paused twice as in one stretch, bit for bit', async () => {
    const straight = await fit();
    const first = await fit({ until: 1 / 9 });
    expect(first).toMatchObject({ status: 'paused', epochs: 9, epochsTold: [1] });
    const second = await fit({ until: 1 / 3, checkpoint: first.checkpoint! });
    expect(second).toMatchObject({ status: 'paused', epochsTold: [2, 3] });
    const last = await fit({ checkpoint: second.checkpoint! });
    expect(last).toMatchObject({ status: 'done', epochsTold: [4, 5, 6, 7, 8, 9] });
    expect(last.weights).toEqual(straight.weights);
    expect([last.score, last.keptEpoch]).toEqual([straight.score, straight.keptEpoch]);
  });

  it('keeps the last epoch when nothing chooses, and ends where it is told', async () => {
    const refit = await fit({ measure: null, until: 4 / 9 });
    expect(refit).toMatchObject({ status: 'done', keptEpoch: 4, epochsTold: [1, 2, 3, 4] });
  });

  it('stops within an epoch when time is up, and keeps the best one before', async () => {
    let steps = 0;
    const stopped = await fit({ isOutOfTime: () => (steps += 1) > 10 });
    expect(stopped).toMatchObject({ status: 'stopped', epochsTold: [1, 2, 3] });
    const whole = await fit({ until: 1 / 3 });
    expect(stopped.weights).toEqual(whole.weights);
  });

  it('says that a trial diverged, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const failure = await fit({ learningRate: 1e30 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DivergedError);
    const paused = await fit({ until: 1 / 3 });
    await fit({ checkpoint: paused.checkpoint! });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves out other units in each step', async () => {
    const masks = new Set<string>();
    const network = newNetwork();
    const dropout = network.getLayer('dropout');
    const apply = dropout.call.bind(dropout);
    dropout.call = (inputs, kwargs) => {
      const output = apply(inputs, kwargs) as tf.Tensor;
      masks.add([...output.dataSync()].map((value) => (value === 0 ? '0' : '1')).join(''));
      return output;
    };
    await fit({ network, measure: null });
    network.dispose();
    expect(masks.size).toBe(27);
  });
});
