import { Failure } from '@orangery/schemas';
import type { layers } from '../../compute/tensorflow.ts';
import { readNetworkFiles, readPreprocessing } from '../../network/network-artifact.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import type { ArtifactFiles } from '../recipe.ts';
import { parseSegmentationPreprocessing, type SegmentationPreprocessing } from './preprocessing.ts';

/** What of a trained segmenter is taken over: how pictures come in, and the first layers' width. */
export interface Backbone {
  readonly files: ArtifactFiles;
  readonly pictures: Pick<SegmentationPreprocessing, 'side' | 'channels' | 'mean' | 'deviation'>;
  readonly filters: number;
}

/** @throws Failure FILE_INVALID when the files are not a segmenter's */
export function readBackbone(files: ArtifactFiles): Backbone {
  const { side, channels, mean, deviation } = parseSegmentationPreprocessing(
    readPreprocessing(files),
  );
  const kernel = readNetworkFiles(files).specs.find(({ name }) => name === 'trunk_1/kernel');
  const filters = kernel?.shape[3];
  if (filters === undefined) {
    throw new Failure('FILE_INVALID', 'The backbone: expected a layer trunk_1, found none', {
      hint: 'Give a module that was trained with the recipe image-segmentation.',
    });
  }
  return { files, pictures: { side, channels, mean, deviation }, filters };
}

/** Puts a backbone's trunk into a network built for it; a frozen one does not learn. */
export function startFromBackbone(
  network: layers.LayersModel,
  { files }: Backbone,
  isFrozen: boolean,
): void {
  const taken = startFromWeights(network, files, (name) => name.startsWith('trunk_'));
  for (const name of taken) network.getLayer(name).trainable = !isFrozen;
}
