import { Failure } from '@orangery/schemas';
import type { layers } from '../../compute/tensorflow.ts';
import { readNetworkFiles, readPreprocessing } from '../../network/network-artifact.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import type { ArtifactFiles } from '../recipe.ts';
import { parseImagePreprocessing, type ImagePreprocessing } from './preprocessing.ts';

/** What of a trained image classifier is taken over: how pictures come in, and the first layers' width. */
export interface Backbone {
  readonly files: ArtifactFiles;
  readonly pictures: Pick<ImagePreprocessing, 'side' | 'channels' | 'mean' | 'deviation'>;
  readonly filters: number;
}

/** @throws Failure FILE_INVALID when the files are not an image classifier's */
export function readBackbone(files: ArtifactFiles): Backbone {
  const preprocessing = parseImagePreprocessing(readPreprocessing(files));
  const kernel = readNetworkFiles(files).specs.find(({ name }) => name === 'convolution_1/kernel');
  const filters = kernel?.shape[3];
  if (filters === undefined) {
    throw new Failure('FILE_INVALID', 'The backbone: expected a layer convolution_1, found none', {
      hint: 'Give a module that was trained with the recipe image-classification.',
    });
  }
  const { side, channels, mean, deviation } = preprocessing;
  return { files, pictures: { side, channels, mean, deviation }, filters };
}

/** Puts a backbone's convolutions into a network built for it; frozen ones do not learn. */
export function startFromBackbone(
  network: layers.LayersModel,
  { files }: Backbone,
  isFrozen: boolean,
): void {
  const taken = startFromWeights(network, files, (name) => name.startsWith('convolution_'));
  for (const name of taken) network.getLayer(name).trainable = !isFrozen;
}
