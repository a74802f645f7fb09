import { measureClassification } from '../../metrics/classification.ts';
import { predictProbabilities } from '../../network/classifier.ts';
import { classOutputs, classPredictions } from '../class-predictions.ts';
import { describeLabelled, labelledParts, withClasses } from '../labelled-files.ts';
import { majorityBaseline } from '../majority-baseline.ts';
import { pictureParts } from '../pictures/picture-parts.ts';
import type { Recipe } from '../recipe.ts';
import { describePictures } from '../pictures/describe-pictures.ts';
import { fitImageNetwork, sourceOf } from './fit.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import { checkLabelledSo, labelledOtherwise } from './labelled-otherwise.ts';
import { isPicture } from './layout.ts';
import { imageSource, resizeAll, type ImageModel } from './model.ts';
import type { Pixels } from '../pictures/pixels.ts';
import { parseImagePreprocessing } from './preprocessing.ts';
import { readImages, type ImageData, type ImageExample } from './read-images.ts';

/** Tells pictures apart, by a small convolutional network trained from scratch. */
export const imageClassification: Recipe<ImageData, Pixels, ImageModel> = {
  name: 'image-classification',
  title: 'Image classification',
  scoreName: 'accuracy',
  dataFormat:
    'A zip or folder of PNG, JPEG or WebP pictures with a folder a class, or images.csv with the columns path and class.',

  readData: async (files, options) => {
    checkLabelledSo(files);
    return readImages(files, options);
  },
  resembles: (files) => {
    const pictures = files.filter(({ path }) => isPicture(path)).length;
    const share = pictures / Math.max(1, files.length);
    return labelledOtherwise(files) === null ? share : share / 2;
  },
  describe: (data) => ({
    ...describeLabelled(data),
    ...describePictures(data.examples),
  }),
  ...labelledParts<ImageExample>(),
  alignToModel: (data, { preprocessing }) => withClasses(data, preprocessing.classes),

  knobs: (_, { hasBackbone }) => searchSpace(hasBackbone),
  defaults: ({ examples }, { hasBackbone }) => defaultKnobs(examples.length, hasBackbone),
  fit: fitImageNetwork,
  evaluate: async (model, data) => {
    const { preprocessing, network } = model;
    const source = sourceOf(data, preprocessing);
    const probabilities = await predictProbabilities(network, source, preprocessing.classes.length);
    return measureClassification({
      classes: preprocessing.classes,
      probabilities,
      labels: data.labels,
    });
  },
  baseline: (train, test) => majorityBaseline(train.labels, test.labels, train.classes),

  ...pictureParts(parseImagePreprocessing),
  outputs: (model) => classOutputs(model?.preprocessing.classes),
  predict: async ({ network, preprocessing }, inputs) => {
    const source = imageSource(
      resizeAll(inputs, preprocessing),
      new Int32Array(inputs.length),
      preprocessing,
    );
    const { classes } = preprocessing;
    return classPredictions(await predictProbabilities(network, source, classes.length), classes);
  },
};
