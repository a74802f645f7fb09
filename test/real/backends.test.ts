import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRecord, type BackendName, type Receipt } from '@orangery/schemas';
import { startBackend } from '../../runner/src/compute/backend.ts';
import { layers, tf } from '../../runner/src/compute/tensorflow.ts';
import { createRandom } from '../../runner/src/random.ts';
import { cornerPicture } from '../helpers/pictures.ts';
import { orangery, root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { builtAddOns, useSwiftShader } from './tensorflow/add-ons.ts';
import { networks } from './tensorflow/small-networks.ts';

const addOnFolder = builtAddOns();
const driver = useSwiftShader();
const tolerance = 2e-3;

const natives = [
  { backend: 'tensorflow' as const, library: /^tfjs 4\.22\.0, tensorflow 2\./ },
  ...(driver === undefined ? [] : [{ backend: 'webgpu' as const, library: /webgpu$/ }]),
];

describe.skipIf(addOnFolder === undefined).each(natives)('$backend', ({ backend, library }) => {
  const options = { addOnFolder: addOnFolder! };

  it('starts, and says what it is', async () => {
    const choice = await startBackend(backend, options);
    console.log(`${backend}: ${choice.library} ${choice.gpu ?? ''}`);
    expect(choice.library).toMatch(library);
    expect(tf.getBackend()).toBe(backend);
  });

  it.each(networks)('computes the gradients of $title as cpu does', async ({ build, shape }) => {
    await startBackend('cpu');
    const expected = await gradients(build, shape);
    await startBackend(backend, options);
    const found = await gradients(build, shape);
    expect(found.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    const errors = found.map(({ values }, index) => relative(expected[index]!.values, values));
    console.log(`${backend}: largest relative error ${Math.max(...errors).toExponential(1)}`);
    expect(Math.max(...errors)).toBeLessThan(tolerance);
  });

  it('leaks no tensor', async () => {
    await startBackend(backend, options);
    const { build, shape } = networks[1]!;
    await gradients(build, shape);
    const before = tf.memory().numTensors;
    await gradients(build, shape);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(trainings)(
    '$module becomes as accurate as on wasm',
    async ({ module, data, args, least }) => {
      const links = ['--dataset', await data(), ...short];
      const expected = await train('wasm', [module, ...links, ...args]);
      const found = await train(backend, [module, ...links, ...args]);
      const [wasm, native] = [expected.metrics.accuracy!, found.metrics.accuracy!];
      console.log(`${module}: wasm ${wasm.toFixed(3)}, ${backend} ${native.toFixed(3)}`);
      expect(found.environment.backend).toBe(backend);
      expect(wasm).toBeGreaterThanOrEqual(least);
      expect(Math.abs(native - wasm)).toBeLessThanOrEqual(0.05);
    },
  );
});

interface Gradient {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** Of the mean cross-entropy of one batch, by weight, in an order of their own. */
async function gradients(
  build: (typeof networks)[number]['build'],
  shape: readonly number[],
): Promise<readonly Gradient[]> {
  const network = layers.sequential({ layers: build() });
  const random = createRandom(5);
  const batch = 8;
  const size = shape.reduce((product, side) => product * side, batch);
  const inputs = tf.tensor(
    Array.from({ length: size }, () => random.normal()),
    [batch, ...shape],
  );
  const targets = tf.tidy(() => {
    const labels = Array.from({ length: batch }, () => random.integer(4));
    return tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 4), 'float32');
  });
  const { value, grads } = tf.variableGrads(() => {
    const logits = network.apply(inputs, { training: true }) as tf.Tensor;
    return tf.losses.softmaxCrossEntropy(targets, logits) as tf.Scalar;
  });
  // layers and weights are numbered as they are made
  const names = Object.keys(grads).map((name) => name.replaceAll(/\d+/g, ''));
  const found = await Promise.all(Object.values(grads).map((gradient) => gradient.data()));
  tf.dispose([inputs, targets, value, ...Object.values(grads)]);
  network.dispose();
  return found.map((values, index) => ({ name: names[index]!, values }));
}

/** Largest difference, as a share of the largest value. */
function relative(expected: ArrayLike<number>, found: ArrayLike<number>): number {
  const largest = Math.max(1e-3, ...Array.from(expected, Math.abs));
  const differences = Array.from(expected, (value, index) => Math.abs(value - found[index]!));
  return Math.max(...differences) / largest;
}

/** An imitated card is slow: what is fitted beside the trial for comparison ends with the time. */
const short = '--trials 1 --no-refit --hours 0.015 --seed 3'.split(' ');

/** Short ones, on a sample of ours and on pictures that are drawn. */
const trainings = [
  {
    module: 'tabular-classifier',
    data: fewSeeds,
    args: ['--target', 'variety', '--knob', 'family=mlp', '--knob', 'batchSize=32', '--folds', '1'],
    least: 0.8,
  },
  {
    module: 'image-classifier',
    data: smallPictures,
    args: ['--knob', 'filters=12', '--knob', 'denseUnits=64', '--knob', 'batchSize=32'],
    least: 0.9,
  },
];

/** A third of the sample: enough, where the processor imitates a card. */
async function fewSeeds(): Promise<string> {
  const text = await readFile(join(root, 'modules/seed-classifier/sample/seeds.csv'), 'utf8');
  const [head, ...rows] = text.trim().split('\n');
  const few = rows.filter((_, index) => index % 3 === 0);
  const folder = await tempFolder({ 'seeds.csv': [head, ...few].join('\n') });
  return join(folder, 'seeds.csv');
}

/** Small enough for a card that the processor imitates. */
async function smallPictures(): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (const index of Array.from({ length: 75 }).keys()) {
    const corner = index % 3;
    files[`corner-${corner}/${index}.png`] = await cornerPicture(corner, index, 12);
  }
  return tempFolder(files);
}

async function train(backend: BackendName, args: readonly string[]): Promise<Receipt> {
  const out = await tempFolder();
  const command = ['train', ...args, '--backend', backend, '--out', join(out, 'result')];
  const env = { NODE_PATH: join(addOnFolder!, 'node_modules') };
  const outcome = await orangery([...command, '--json'], { env });
  expect(outcome.code, outcome.stderr).toBe(0);
  return parseRecord('receipt', outcome.record, 'the receipt');
}
