import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { layers, tf } from '../../../runner/src/compute/tensorflow.ts';
import { loadNetwork, saveNetwork } from '../../../runner/src/network/network-artifact.ts';
import type { ArtifactFiles } from '../../../runner/src/recipes/recipe.ts';

interface Saved {
  modelTopology: { config: { layers: { config: Record<string, unknown> }[] } };
  weightsManifest: { weights: { dtype: string; shape: unknown[] }[] }[];
}

let files: ArtifactFiles;

beforeAll(async () => {
  await startBackend('cpu');
  const input = layers.input({ shape: [3] });
  const hidden = layers.layers.dense({ units: 4 }).apply(input) as layers.SymbolicTensor;
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
      'units of the weights, found 1000000000',
    ],
    [
      'an input of ten million numbers',
      (saved) =>
        void (saved.modelTopology.config.layers[0]!.config['batch_input_shape'] = [null, 1e7]),
      'an input of at most 1000000 numbers, found [null,10000000]',
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
      'weights of whole sizes, found [3,4]',
    ],
    [
      'no list of weights',
      (saved) => void Object.assign(saved, { weightsManifest: [null, { weights: 3 }] }),
      'a network of TensorFlow.js',
    ],
  ])('is refused before it is built where it has %s', async (_, forge, expected) => {
    const before = tf.memory().numTensors;
    const saved = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as Saved;
    forge(saved);
    await expectRefusal('model.json', new TextEncoder().encode(JSON.stringify(saved)), expected);
    expect(tf.memory().numTensors).toBe(before);
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

async function expectRefusal(path: string, bytes: Uint8Array, expected: string): Promise<void> {
  const loading = loadNetwork(new Map([...files, [path, bytes]]));
  await expect(loading).rejects.toThrow(`artifact/model.json: expected ${expected}`);
}
