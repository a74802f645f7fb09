import { measureSegmentation } from '../../metrics/segmentation.ts';
import { describePictures } from '../pictures/describe-pictures.ts';
import type { Pixels } from '../pictures/pixels.ts';
import { letterbox } from '../pictures/letterbox.ts';
import { pictureParts } from '../pictures/picture-parts.ts';
import { rawFiles } from '../raw-files.ts';
import { stratify } from '../pictures/stratify.ts';
import type { Recipe } from '../recipe.ts';
import { commonestClass } from './baseline.ts';
import { enlargeClasses } from './enlarge-classes.ts';
import { fitSegmenter } from './fit.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import { resemblesMasks } from './layouts/find-masks.ts';
import { segment, type SegmentationModel } from './model.ts';
import { segmentationOutputs } from './outputs.ts';
import { predictMasks } from './predict-masks.ts';
import { parseSegmentationPreprocessing } from './preprocessing.ts';
import {
  classesOf,
  countPixels,
  fingerprintOf,
  readSegmentation,
  type SegmentationData,
} from './read-segmentation.ts';
import { withClasses } from './with-classes.ts';

/** Tells of every pixel of a picture what it shows, by a small U-Net. */
export const imageSegmentation: Recipe<SegmentationData, Pixels, SegmentationModel> = {
  name: 'image-segmentation',
  title: 'Image segmentation',
  scoreName: 'meanIoU',
  dataFormat:
    'A zip or folder with images/ (PNG, JPEG or WebP) and masks/ (PNG of the same names, a value a class), SINGA-Auto’s image/ and mask/, or COCO’s JSON with shapes.',

  readData: readSegmentation,
  resembles: resemblesMasks,
  describe: (data) => ({
    format: data.format,
    examples: data.examples.length,
    fingerprint: fingerprintOf(data),
    // classes that are named but do not occur are no part of these data
    classes: countPixels(data).filter(({ count }) => count > 0),
    ...describePictures(data.examples),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: (data) => data.examples.map(({ sha256 }) => sha256),
  strata: ({ examples, classes }) =>
    stratify(examples.map((example) => classesOf(example, classes))),
  select: (data, indices) => ({
    ...data,
    examples: indices.map((index) => data.examples[index]!),
  }),
  align: (data, reference) => withClasses(data, reference.classes),
  alignToModel: (data, { preprocessing }) => withClasses(data, preprocessing.classes),
  rawInputs: async ({ examples }, indices) => rawFiles(examples, indices),

  knobs: (_, { hasBackbone }) => searchSpace(hasBackbone),
  defaults: (_, { hasBackbone }) => defaultKnobs(hasBackbone),
  fit: fitSegmenter,
  evaluate: async (model, { examples }) => {
    const { side, channels, classes } = model.preprocessing;
    const pictures = examples.map(({ pixels }) => letterbox(pixels, side, channels));
    const found: Uint8Array[] = [];
    for await (const probabilities of segment(model, pictures)) {
      const { pixels } = examples[found.length]!;
      found.push(enlargeClasses(probabilities, { side, classes: classes.length }, pixels));
    }
    return measureSegmentation(
      classes,
      examples.map(({ mask }, index) => ({ truth: mask, found: found[index]! })),
    );
  },
  baseline: commonestClass,

  ...pictureParts(parseSegmentationPreprocessing),
  outputs: (model) => segmentationOutputs(model?.preprocessing.classes),
  predict: predictMasks,
};
