import { measureDetection } from '../../metrics/detection.ts';
import { describePictures } from '../pictures/describe-pictures.ts';
import type { Pixels } from '../pictures/pixels.ts';
import { letterbox } from '../pictures/letterbox.ts';
import { pictureParts } from '../pictures/picture-parts.ts';
import { rawFiles } from '../raw-files.ts';
import { stratify } from '../pictures/stratify.ts';
import type { Recipe } from '../recipe.ts';
import { commonestBoxes } from './baseline.ts';
import { comparable } from './compare-boxes.ts';
import { fitDetector } from './fit.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import { resemblesBoxes } from './layouts/find-boxes.ts';
import { detect, toShares, type DetectionModel } from './model.ts';
import { predictBoxes } from './predict-boxes.ts';
import { parseDetectionPreprocessing } from './preprocessing.ts';
import { countBoxes, fingerprintOf, readDetection, type DetectionData } from './read-detection.ts';
import { withClasses } from './with-classes.ts';

/** Finds things in pictures and where they are, by a small network of convolutions. */
export const objectDetection: Recipe<DetectionData, Pixels, DetectionModel> = {
  name: 'object-detection',
  title: 'Object detection',
  scoreName: 'map50',
  dataFormat:
    'A zip or folder of PNG, JPEG or WebP pictures with boxes: YOLO’s images/ and labels/, COCO’s JSON, or Pascal VOC’s XML.',

  readData: readDetection,
  resembles: resemblesBoxes,
  describe: (data) => ({
    format: data.format,
    examples: data.examples.length,
    fingerprint: fingerprintOf(data.examples),
    classes: countBoxes(data.examples),
    ...describePictures(data.examples),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: (data) => data.examples.map(({ sha256 }) => sha256),
  strata: (data) =>
    stratify(data.examples.map(({ boxes }) => new Set(boxes.map(({ label }) => label)))),
  select: (data, indices) => ({
    ...data,
    examples: indices.map((index) => data.examples[index]!),
  }),
  align: (data, reference) => withClasses(data, reference.classes),
  alignToModel: (data, { preprocessing }) => withClasses(data, preprocessing.classes),
  rawInputs: async ({ examples }, indices) => rawFiles(examples, indices),

  knobs: (_, { hasBackbone }) => searchSpace(hasBackbone),
  defaults: (_, { hasBackbone }) => defaultKnobs(hasBackbone),
  fit: fitDetector,
  evaluate: async (model, { examples }) => {
    const { side, channels, classes } = model.preprocessing;
    const pictures = examples.map(({ pixels }) => letterbox(pixels, side, channels));
    const found = await detect(model, pictures);
    const { metrics, intervals, details } = measureDetection(
      classes,
      examples.map(({ boxes, pixels }, index) => ({
        truth: comparable(boxes, classes),
        found: toShares(found[index]!, pixels, side),
      })),
    );
    return { metrics, intervals, details };
  },
  baseline: commonestBoxes,

  ...pictureParts(parseDetectionPreprocessing),
  outputs: (model) => [
    {
      name: 'boxes',
      type: 'boxes',
      description:
        'Things found, the surest first: label, score 0…1, and x, y (left and top edge), width and height in pixels of the picture.',
      ...(model === null ? {} : { values: [...model.preprocessing.classes] }),
    },
  ],
  predict: predictBoxes,
};
