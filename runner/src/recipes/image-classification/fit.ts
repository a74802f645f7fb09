import type { BatchSource } from '../../network/batch-source.ts';
import { classifierLoss, measureClassifier } from '../../network/classifier.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import { readBackbone, startFromBackbone, type BackboneKind } from '../pictures/backbone.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { readKnobs } from './knobs.ts';
import { imageSource, resizeAll, type ImageModel } from './model.ts';
import { buildImageNetwork } from './network.ts';
import {
  channelStatistics,
  sideFor,
  summarizeImages,
  type ImagePreprocessing,
  parseImagePreprocessing,
} from './preprocessing.ts';
import type { ImageData } from './read-images.ts';

const backboneKind: BackboneKind = {
  recipe: 'image-classification',
  prefix: 'convolution_',
  parse: parseImagePreprocessing,
};

/** Fits a network from scratch, or from a backbone's convolutions. */
export async function fitImageNetwork(options: FitOptions<ImageData>): Promise<Fitted<ImageModel>> {
  const { train, selection, seed } = options;
  const knobs = readKnobs(options.knobs);
  const backbone = options.backbone && readBackbone(options.backbone, backboneKind);
  const { pictures, ...preprocessing } = preprocess(train, backbone?.pictures);
  const filters = backbone?.filters ?? knobs.filters;
  const network = buildImageNetwork(preprocessing, { ...knobs, filters }, seed);
  const chosenBy = selection && sourceOf(selection, preprocessing);
  const classes = preprocessing.classes.length;
  try {
    if (backbone !== undefined) startFromBackbone(network, backbone, knobs.isFrozen);
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      ...knobs,
      network,
      train: imageSource(pictures, train.labels, preprocessing, {
        ...knobs,
        strength: knobs.augmentation,
      }),
      loss: classifierLoss,
      measure: chosenBy && (() => measureClassifier(network, chosenBy, selection.labels, classes)),
      epochs: epochsFor(train.examples.length),
      patience: 25,
    });
    return { model: { network, preprocessing }, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Pictures as they are, for measuring. */
export function sourceOf(data: ImageData, preprocessing: ImagePreprocessing): BatchSource {
  const pictures = resizeAll(
    data.examples.map(({ pixels }) => pixels),
    preprocessing,
  );
  return imageSource(pictures, data.labels, preprocessing);
}

/** Passes over the data: many for few pictures, few for many. */
function epochsFor(examples: number): number {
  return Math.min(120, Math.max(8, Math.round(26_000 / examples)));
}

/** A backbone's own way of taking pictures in, else one learnt from the training pictures. */
function preprocess(
  train: ImageData,
  known?: Pick<ImagePreprocessing, 'side' | 'channels' | 'mean' | 'deviation'>,
): ImagePreprocessing & { readonly pictures: Float32Array[] } {
  const { width, height, channels } = known
    ? { width: known.side, height: known.side, channels: known.channels }
    : summarizeImages(train.examples);
  const side = known?.side ?? sideFor(Math.max(width, height));
  const pictures = resizeAll(
    train.examples.map(({ pixels }) => pixels),
    { side, channels },
  );
  const { mean, deviation } = known ?? channelStatistics(pictures, channels);
  const classes = train.classes;
  return { recipe: 'image-classification', side, channels, mean, deviation, classes, pictures };
}
