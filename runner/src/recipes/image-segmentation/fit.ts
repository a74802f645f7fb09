import { fitNetwork } from '../../network/fit-network.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import { readBackbone, startFromBackbone, type BackboneKind } from '../pictures/backbone.ts';
import { pictureScale } from '../pictures/picture-scale.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { classWeights } from './class-weights.ts';
import { readKnobs } from './knobs.ts';
import { measureSegmenter } from './measure.ts';
import { prepare, segmentationSource, type SegmentationModel } from './model.ts';
import { buildSegmenter } from './network.ts';
import {
  sideFor,
  type SegmentationPreprocessing,
  parseSegmentationPreprocessing,
} from './preprocessing.ts';
import type { SegmentationData } from './read-segmentation.ts';
import { segmentationLoss } from './segmentation-loss.ts';

const backboneKind: BackboneKind = {
  recipe: 'image-segmentation',
  prefix: 'trunk_',
  parse: parseSegmentationPreprocessing,
};

/** Fits a segmenter from scratch, or from a backbone's trunk. */
export async function fitSegmenter(
  options: FitOptions<SegmentationData>,
): Promise<Fitted<SegmentationModel>> {
  const { train, selection, seed } = options;
  const knobs = readKnobs(options.knobs);
  const { augmentation: strength, mirror, rotation } = knobs;
  const backbone = options.backbone && readBackbone(options.backbone, backboneKind);
  const preprocessing: SegmentationPreprocessing = {
    recipe: 'image-segmentation',
    ...pictureScale(train.examples, sideFor, backbone?.pictures),
    classes: train.classes,
  };
  const prepared = train.examples.map((example) => prepare(example, preprocessing));
  const chosenBy = selection?.examples.map((example) => prepare(example, preprocessing));
  const network = buildSegmenter(preprocessing, backbone?.filters ?? knobs.filters, seed);
  const model = { network, preprocessing };
  const masks = prepared.map(({ mask }) => mask);
  const loss = segmentationLoss(classWeights(masks, preprocessing.classes.length, knobs.balance));
  try {
    if (backbone !== undefined) startFromBackbone(network, backbone, knobs.isFrozen);
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      ...knobs,
      network,
      train: segmentationSource(prepared, preprocessing, { strength, mirror, rotation }),
      loss,
      measure: chosenBy === undefined ? null : () => measureSegmenter(model, chosenBy, loss),
      epochs: epochsFor(train.examples.length),
      patience: 40,
    });
    return { model, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Passes over the data: many for few pictures, few for many. */
function epochsFor(pictures: number): number {
  return Math.min(90, Math.max(8, Math.round(9000 / pictures)));
}
