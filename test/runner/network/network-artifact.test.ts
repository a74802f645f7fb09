// needs our samples: their networks are read
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModules } from '@orangery/schemas/files';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { layers, tf } from '../../../runner/src/compute/tensorflow.ts';
import { loadNetwork, saveNetwork } from '../../../runner/src/network/network-artifact.ts';
import type { ArtifactFiles } from '../../../runner/src/recipes/recipe.ts';

interface Layer {
  class_name: string;
  name?: string;
  config: Record<string, unknown>;
  inbound_nodes?: unknown[];
}

interface Saved {
  modelTopology: { class_name: string; config: { layers: Layer[]; output_layers: unknown[] } };
  weightsManifest: { weights: { dtype: string; shape: unknown[] }[] }[];
}

const { modules } = await readModules(join(import.meta.dirname, '../../..'));
const shipped = modules.filter(({ artifact }) => artifact?.format === 'tfjs-layers');

let files: ArtifactFiles;

/** Puts layers after the last one. */
function append(saved: Saved, ...added: Layer[]): void {
  saved.modelTopology.config.layers.push(...added);
}

/** A layer on the outputs of a layer, taken so many times. */
function layerOn(from: string, layer: Layer, times = 1): Layer {
  const inputs = Array.from({ length: times }, () => [from, 0, 0, {}]);
  return { ...layer, name: String(layer.config['name']), inbound_nodes: [inputs] };
}

beforeAll(async () => {
  await startBackend('cpu');
  const input = layers.input({ shape: [3] });
  const hidden = layers.layers
    .dense({ units: 4, name: 'hidden' })
    .apply(input) as layers.SymbolicTensor;
  const network = layers.model({ inputs: input, outputs: hidden });
  files = await saveNetwork(network, {});
  network.dispose();
});

describe('a saved network', () => {
  it('is loaded as it was saved', async () => {
    const { network } = await loadNetwork(files);
    expect(await saveNetwork(network, {})).toEqual(files);
    network.dispose();
  });

  it.each<[string, (saved: Saved) => void, string]>([
    [
      'a layer of a thousand million units',
      (saved) => void (saved.modelTopology.config.layers[1]!.config['units'] = 1e9),
      'layers of at most 64 bytes, as weights.bin has them, found kernel [3,1000000000]',
    ],
    [
      'sizes that are those of weights, multiplied',
      (saved) => void (inputOf(saved)['batch_input_shape'] = [null, 1_000_000]),
      'layers of at most 64 bytes, as weights.bin has them, found kernel [1000000,4]',
    ],
    [
      'the same layer many times',
      (saved) => append(saved, ...denseLayers(1000)),
      'layers of at most 64 bytes, as weights.bin has them, found kernel [4,4]',
    ],
    [
      'an input of twelve million numbers',
      (saved) => void (inputOf(saved)['batch_input_shape'] = [null, 2000, 2000, 3]),
      'an input of at most 1000000 numbers, found [null,2000,2000,3]',
    ],
    [
      'an input of an unknown size',
      (saved) => void (inputOf(saved)['batch_input_shape'] = [null, null, 3]),
      'an input of at most 1000000 numbers, found [null,null,3]',
    ],
    [
      'a layer that makes a hundred million numbers',
      (saved) => {
        inputOf(saved)['batch_input_shape'] = [null, 500, 500, 3];
        const config = { name: 'many', axis: -1 };
        append(saved, layerOn('hidden', { class_name: 'Concatenate', config }, 100));
        saved.modelTopology.config.output_layers = [['many', 0, 0]];
      },
      'layers that make at most 67108864 numbers, found [null,500,500,400]',
    ],
    ...['batchInputShape', 'batch__input_shape', '_units'].map(
      (name): [string, (saved: Saved) => void, string] => [
        `a name that TensorFlow.js takes for another: ${name}`,
        (saved) => void (inputOf(saved)[name] = 1e9),
        `names in snake case, found "${name}"`,
      ],
    ),
    ...['LSTM', 'Sequential', 'RepeatVector', 'constructor'].map(
      (kind): [string, (saved: Saved) => void, string] => [
        `a layer of another kind: ${kind}`,
        (saved) => append(saved, layerOn('hidden', { class_name: kind, config: { name: 'odd' } })),
        `layers that a recipe makes, found "${kind}"`,
      ],
    ),
    [
      'a layer for a network',
      (saved) => void (saved.modelTopology.class_name = 'Dense'),
      'one of Model, Functional, Sequential, found "Dense"',
    ],
    [
      'weights of less than nothing',
      (saved) => void (saved.weightsManifest[0]!.weights[0]!.shape = [-3, -4]),
      'weights of whole sizes, found [-3,-4]',
    ],
    [
      'more weights than there are',
      (saved) => void (saved.weightsManifest[0]!.weights[0]!.shape = [3, 1e9]),
      'weights of 64 bytes, as weights.bin has them, found 12000000016',
    ],
    [
      'weights of another kind',
      (saved) => void (saved.weightsManifest[0]!.weights[0]!.dtype = 'constructor'),
      'weights of float32, int32, bool, found "constructor"',
    ],
    [
      'no list of weights',
      (saved) => void Object.assign(saved, { weightsManifest: [null, { weights: 3 }] }),
      'a network of TensorFlow.js',
    ],
  ])('is refused, and takes no memory, where it has %s', async (_, forge, expected) => {
    const before = tf.memory().numTensors;
    const saved = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as Saved;
    forge(saved);
    await expectRefusal('model.json', new TextEncoder().encode(JSON.stringify(saved)), expected);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('is refused where it is nested deeper than any', async () => {
    const text = new TextDecoder().decode(files.get('model.json'));
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const forged = text.replace('"trainable":true', `"trainable":${deep}`);
    await expectRefusal('model.json', new TextEncoder().encode(forged), 'at most 24 levels');
  });

  it('is refused where it is no object', async () => {
    const text = new TextEncoder().encode('null');
    await expectRefusal('model.json', text, 'a network of TensorFlow.js');
  });

  it('is refused where its weights are no numbers', async () => {
    const weights = new Uint8Array(64).fill(255);
    await expectRefusal(
      'weights.bin',
      weights,
      'weights that are numbers, found some that are none',
    );
  });
});

describe('the networks of the modules here', () => {
  it.each(shipped)('are loaded and saved: $id', async ({ folder }) => {
    const before = tf.memory().numTensors;
    const saved = new Map<string, Uint8Array>();
    for (const path of ['model.json', 'preprocessing.json', 'weights.bin']) {
      saved.set(path, await readFile(join(folder, 'artifact', path)));
    }
    const { network, preprocessing } = await loadNetwork(saved);
    const again = await saveNetwork(network, preprocessing as object);
    expect(Buffer.compare(again.get('weights.bin')!, saved.get('weights.bin')!)).toBe(0);
    expect(tf.memory().numTensors).toBe(before + network.weights.length);
    network.dispose();
  });
});

function inputOf(saved: Saved): Record<string, unknown> {
  return saved.modelTopology.config.layers[0]!.config;
}

/** One after another, the first on `hidden`. */
function denseLayers(count: number): Layer[] {
  return Array.from({ length: count }, (_, index) => {
    const config = { name: `more${index}`, units: 4 };
    return layerOn(index === 0 ? 'hidden' : `more${index - 1}`, { class_name: 'Dense', config });
  });
}

async function expectRefusal(path: string, bytes: Uint8Array, expected: string): Promise<void> {
  const loading = loadNetwork(new Map([...files, [path, bytes]]));
  await expect(loading).rejects.toThrow(`artifact/model.json: expected ${expected}`);
}
