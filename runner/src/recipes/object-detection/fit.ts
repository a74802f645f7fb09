import { measureDetection, quickScore, type DetectedPicture } from '../../metrics/detection.ts';
import type { Measured } from '../../network/best-weights.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import { meanLoss } from '../../network/mean-loss.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import { readBackbone, startFromBackbone, type BackboneKind } from '../pictures/backbone.ts';
import { pictureScale } from '../pictures/picture-scale.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { detectionLoss } from './detection-loss.ts';
import { readKnobs } from './knobs.ts';
import {
  detect,
  detectionSource,
  prepare,
  type DetectionModel,
  type PreparedPicture,
} from './model.ts';
import { buildDetector } from './network.ts';
import {
  sideFor,
  type DetectionPreprocessing,
  parseDetectionPreprocessing,
} from './preprocessing.ts';
import type { DetectionData } from './read-detection.ts';

const backboneKind: BackboneKind = {
  recipe: 'object-detection',
  prefix: 'trunk_',
  parse: parseDetectionPreprocessing,
};

/** Fits a detector from scratch, or from a backbone's trunk. */
export async function fitDetector(
  options: FitOptions<DetectionData>,
): Promise<Fitted<DetectionModel>> {
  const { train, selection, seed } = options;
  const knobs = readKnobs(options.knobs);
  const backbone = options.backbone && readBackbone(options.backbone, backboneKind);
  const preprocessing: DetectionPreprocessing = {
    ...pictureScale(train.examples, sideFor, backbone?.pictures),
    ...{ recipe: 'object-detection', classes: train.classes, threshold: 0.3 },
  };
  const prepared = train.examples.map((example) => prepare(example, preprocessing));
  const chosenBy = selection?.examples.map((example) => prepare(example, preprocessing));
  const network = buildDetector(preprocessing, backbone?.filters ?? knobs.filters, seed);
  const model = { network, preprocessing };
  try {
    if (backbone !== undefined) startFromBackbone(network, backbone, knobs.isFrozen);
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      ...knobs,
      network,
      train: detectionSource(prepared, preprocessing, changesOf(knobs)),
      loss: detectionLoss,
      measure: chosenBy === undefined ? null : () => measure(model, chosenBy),
      epochs: epochsFor(train.examples.length, preprocessing.side),
      patience: 40,
    });
    const threshold = await thresholdOf(model, chosenBy ?? prepared);
    return { model: { network, preprocessing: { ...preprocessing, threshold } }, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function changesOf({ augmentation, mirror }: ReturnType<typeof readKnobs>) {
  return { strength: augmentation, mirror, rotation: 0 };
}

/** Passes over the data: many for few pictures, few for many; fewer of large ones. */
function epochsFor(pictures: number, side: number): number {
  const looks = side > 96 ? 5000 : 7000;
  return Math.min(90, Math.max(8, Math.round(looks / pictures)));
}

async function measure(
  model: DetectionModel,
  prepared: readonly PreparedPicture[],
): Promise<Measured> {
  const { network, preprocessing } = model;
  const loss = await meanLoss(network, detectionSource(prepared, preprocessing), detectionLoss);
  const pictures = await compare(model, prepared);
  return { score: quickScore(preprocessing.classes.length, pictures), loss };
}

async function compare(
  model: DetectionModel,
  prepared: readonly PreparedPicture[],
): Promise<DetectedPicture[]> {
  const found = await detect(
    model,
    prepared.map(({ picture }) => picture),
  );
  return prepared.map(({ boxes }, index) => ({ truth: boxes, found: found[index]! }));
}

/** Score that gives the best F1 on pictures that chose; without any, on those learnt from. */
async function thresholdOf(
  model: DetectionModel,
  prepared: readonly PreparedPicture[],
): Promise<number> {
  const { bestThreshold } = measureDetection(
    model.preprocessing.classes,
    await compare(model, prepared.slice(0, 500)),
  );
  return Math.min(0.6, Math.max(0.1, bestThreshold));
}
