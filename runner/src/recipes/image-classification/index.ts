import { majorityBaseline } from '../majority-baseline.ts';
import { measureClassification } from '../../metrics/classification.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import {
  classifierLoss,
  measureClassifier,
  predictProbabilities,
} from '../../network/classifier.ts';
import { classOutputs, classPredictions } from '../class-predictions.ts';
import { countClasses, indexLabels } from '../labels.ts';
import { loadNetwork, saveNetwork } from '../../network/network-artifact.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import type { Fitted, FitOptions, KnobValues, Recipe } from '../recipe.ts';
import { describePictures } from './describe-pictures.ts';
import { parseImageInput } from './inputs.ts';
import { isPicture } from './layout.ts';
import { imageSource, resizeAll, type ImageModel } from './model.ts';
import { buildImageNetwork, warmUp } from './network.ts';
import type { Pixels } from './pixels.ts';
import {
  channelStatistics,
  parseImagePreprocessing,
  sideFor,
  summarizeImages,
  type ImagePreprocessing,
} from './preprocessing.ts';
import { fingerprintOf, readImages, type ImageData } from './read-images.ts';

/** Tells pictures apart, by a small convolutional network trained from scratch. */
export const imageClassification: Recipe<ImageData, Pixels, ImageModel> = {
  name: 'image-classification',
  title: 'Image classification',
  scoreName: 'accuracy',
  dataFormat:
    'A zip or folder of PNG, JPEG or WebP pictures with a folder a class, or images.csv with the columns path and class.',

  readData: readImages,
  resembles: (files) =>
    files.length === 0 ? 0 : files.filter(({ path }) => isPicture(path)).length / files.length,
  describe: (data) => ({
    format: data.format,
    examples: data.examples.length,
    fingerprint: fingerprintOf(data.examples),
    classes: countClasses(data.examples.map(({ label }) => label)),
    ...describePictures(data.examples),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: (data) => data.examples.map(({ sha256 }) => sha256),
  strata: (data) => data.examples.map(({ label }) => label),
  select: (data, indices) => ({
    ...data,
    examples: indices.map((index) => data.examples[index]!),
    labels: Int32Array.from(indices, (index) => data.labels[index]!),
  }),
  align: (data, reference) => withClasses(data, reference.classes),
  alignToModel: (data, { preprocessing }) => withClasses(data, preprocessing.classes),
  rawInputs: async (data, indices) =>
    Promise.all(
      indices.map(async (index) => {
        const { file } = data.examples[index]!;
        return { kind: 'file', name: file.path, bytes: await file.read() } as const;
      }),
    ),

  knobs: () => ({
    filters: { type: 'categorical', values: [12, 16, 24] },
    denseUnits: { type: 'categorical', values: [64, 96, 128] },
    dropout: { type: 'float', min: 0.2, max: 0.5 },
    learningRate: { type: 'float', min: 0.001, max: 0.004, scale: 'log' },
    decay: { type: 'float', min: 0.00001, max: 0.0005, scale: 'log' },
    augmentation: { type: 'float', min: 0.3, max: 1 },
    rotation: { type: 'categorical', values: [20, 180] },
    mirror: { type: 'categorical', values: [false, true] },
    batchSize: { type: 'categorical', values: [16, 32] },
  }),
  defaults: ({ examples }) => ({
    filters: 16,
    denseUnits: 96,
    dropout: 0.35,
    learningRate: 0.002,
    decay: 0.0001,
    augmentation: 0.6,
    rotation: 20,
    mirror: false,
    batchSize: examples.length < 300 ? 16 : 32,
  }),
  fit,
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

  save: async ({ network, preprocessing }) => saveNetwork(network, preprocessing),
  load: async (files) => {
    const { network, preprocessing } = await loadNetwork(files);
    const parsed = parseImagePreprocessing(preprocessing);
    warmUp(network, [parsed.side, parsed.side, parsed.channels]);
    return { network, preprocessing: parsed };
  },
  dispose: ({ network }) => void network.dispose(),

  inputs: () => [
    {
      name: 'data',
      type: 'image',
      description: 'A picture as PNG, JPEG or WebP: a multipart file, or base64 text in JSON.',
    },
  ],
  outputs: (model) => classOutputs(model?.preprocessing.classes),
  parseInput: async (_, raw, decodeImage) => parseImageInput(raw, decodeImage),
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

/** Passes over the data: many for few pictures, few for many. */
function epochsFor(examples: number): number {
  return Math.min(120, Math.max(8, Math.round(26_000 / examples)));
}

async function fit(options: FitOptions<ImageData>): Promise<Fitted<ImageModel>> {
  const { train, selection, knobs, seed } = options;
  const preprocessing = preprocess(train);
  const network = buildImageNetwork(preprocessing, numbers(knobs), seed);
  const { augmentation, rotation, learningRate, decay, batchSize } = numbers(knobs);
  const changes = { strength: augmentation, rotation, mirror: knobs.mirror === true };
  const classes = preprocessing.classes.length;
  const chosenBy = selection && sourceOf(selection, preprocessing);
  try {
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      network,
      train: imageSource(preprocessing.pictures, train.labels, preprocessing, changes),
      loss: classifierLoss,
      measure: chosenBy && (() => measureClassifier(network, chosenBy, selection.labels, classes)),
      epochs: epochsFor(train.examples.length),
      patience: 25,
      batchSize,
      learningRate,
      decay,
    });
    const { pictures: _, ...saved } = preprocessing;
    return { model: { network, preprocessing: saved }, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function sourceOf(data: ImageData, preprocessing: ImagePreprocessing): BatchSource {
  const pictures = resizeAll(
    data.examples.map(({ pixels }) => pixels),
    preprocessing,
  );
  return imageSource(pictures, data.labels, preprocessing);
}

function preprocess(train: ImageData): ImagePreprocessing & { pictures: Float32Array[] } {
  const { width, height, channels } = summarizeImages(train.examples);
  const side = sideFor(Math.max(width, height));
  const pictures = resizeAll(
    train.examples.map(({ pixels }) => pixels),
    { side, channels },
  );
  return {
    recipe: 'image-classification',
    side,
    channels,
    ...channelStatistics(pictures, channels),
    classes: train.classes,
    pictures,
  };
}

type NumericKnobs = Record<
  | 'filters'
  | 'denseUnits'
  | 'dropout'
  | 'learningRate'
  | 'decay'
  | 'augmentation'
  | 'rotation'
  | 'batchSize',
  number
>;

function numbers(knobs: KnobValues): NumericKnobs {
  return knobs as NumericKnobs;
}

function withClasses(data: ImageData, classes: readonly string[]): ImageData {
  const names = data.examples.map(({ label }) => label);
  return { ...data, classes, labels: indexLabels(names, classes) };
}
