import { expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { layers } from '../../../runner/src/compute/tensorflow.ts';
import { saveNetwork } from '../../../runner/src/network/network-artifact.ts';
import type { ArtifactFiles } from '../../../runner/src/recipes/recipe.ts';
import { artifactFormat } from '../../../runner/src/training/artifact-format.ts';
import { saveTrees } from '../../../runner/src/trees/trees-artifact.ts';

it('tells a network from trees and from plain arrays', async () => {
  await startBackend('cpu');
  const network = layers.sequential({
    layers: [layers.layers.dense({ units: 1, inputShape: [1] })],
  });
  const trees = saveTrees({
    ...{ outputs: 1, leafOutputs: 1, combine: 'mean' },
    ...{ start: new Float32Array(1), cuts: [], trees: [] },
  });
  const arrays: ArtifactFiles = new Map([['weights.bin', new Uint8Array(4)]]);
  const written = [await saveNetwork(network, {}), trees, arrays];
  expect(written.map(artifactFormat)).toEqual(['tfjs-layers', 'trees', 'arrays']);
  network.dispose();
});
