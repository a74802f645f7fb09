import { describe, expect, it } from 'vitest';
import { createRandom, deriveSeed, type Random } from '../../../runner/src/random.ts';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { tf } from '../../../runner/src/compute/tensorflow.ts';
import { kernelCases, type KernelCase } from './kernel-cases.ts';

const casesEach = 120;

interface PreparedCase extends KernelCase {
  readonly numbers: Readonly<Record<string, Float32Array>>;
}

describe('a kernel on wasm', () => {
  it.each(Object.keys(kernelCases))('computes what cpu computes: %s', async (kernel) => {
    const random = createRandom(deriveSeed(1, kernel));
    const cases = Array.from({ length: casesEach }, () =>
      prepare(kernelCases[kernel]!(random), random),
    );
    const expected = await computeOn('cpu', cases);
    const found = await computeOn('wasm', cases);
    const errors = cases.map(({ title }, index) => {
      expect(found[index]!.shape, title).toEqual(expected[index]!.shape);
      return { title, error: maximumError(expected[index]!.values, found[index]!.values) };
    });
    const worst = errors.reduce((left, right) => (right.error > left.error ? right : left));
    console.log(`${kernel}: max error ${worst.error.toExponential(1)} in ${casesEach} cases`);
    expect(worst.error, worst.title).toBeLessThanOrEqual(1e-4);
  });

  it('multiplies the same data in two shapes', async () => {
    const numbers = Float32Array.from({ length: 4096 }, (_, index) => index % 7);
    const products = () =>
      tf.tidy(() => {
        const wide = tf.tensor2d(numbers, [4, 1024]);
        const tall = tf.reshape(wide, [1024, 4]);
        const first = tf.matMul(tf.ones([1, 4]), wide).dataSync();
        return [...first, ...tf.matMul(tf.ones([1, 1024]), tall).dataSync()];
      });
    await startBackend('cpu');
    const expected = products();
    await startBackend('wasm');
    expect(products()).toEqual(expected);
  });

  it('refuses a bias for several matrices at once', async () => {
    await startBackend('wasm');
    const multiply = () =>
      tf.tidy(() => {
        const [a, b] = [tf.ones([2, 3, 4]), tf.ones([2, 4, 2])];
        return tf.fused.matMul({ a, b, bias: tf.ones([2]) });
      });
    expect(multiply).toThrow('add it afterwards');
  });
});

function prepare(kernelCase: KernelCase, random: Random): PreparedCase {
  const number = () =>
    kernelCase.isCoarse ? random.integer(11) / 5 - 1 : 2 * random.uniform() - 1;
  const numbers = Object.entries(kernelCase.inputs).map(([name, shape]) => [
    name,
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, number),
  ]);
  return { ...kernelCase, numbers: Object.fromEntries(numbers) };
}

async function computeOn(backend: 'wasm' | 'cpu', cases: readonly PreparedCase[]) {
  await startBackend(backend);
  const before = tf.memory().numTensors;
  const results = cases.map(({ inputs, numbers, compute }) =>
    tf.tidy(() => {
      const tensors = Object.entries(inputs).map(([name, shape]) => [
        name,
        tf.tensor(numbers[name]!, [...shape]),
      ]);
      const result = compute(Object.fromEntries(tensors));
      return { shape: result.shape, values: result.dataSync() };
    }),
  );
  expect(tf.memory().numTensors).toBe(before);
  return results;
}

function maximumError(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  return Array.from(expected, (value, index) => Math.abs(value - found[index]!)).reduce(
    (left, right) => (right > left || Number.isNaN(right) ? right : left),
    0,
  );
}
