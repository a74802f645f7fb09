import { join } from 'node:path';
import type { Knobs } from '@orangery/schemas';
import { decodeImage } from '../../../runner/src/dataset/index.ts';
import { imageClassification } from '../../../runner/src/recipes/image-classification/index.ts';
import type { KnobValues, Recipe } from '../../../runner/src/recipes/recipe.ts';
import { tabularClassification } from '../../../runner/src/recipes/tabular-classification/index.ts';

/** A real tuning task: a recipe, its data and a space wider than the recipe's own. */
export interface TuningTask {
  readonly name: string;
  readonly title: string;
  readonly recipe: Recipe;
  readonly data: string;
  readonly decodeImage: typeof decodeImage;
  /** Examples to fit to, and to measure each epoch on. */
  readonly train: number;
  readonly selection: number;
  readonly space: Knobs;
  readonly defaults: KnobValues;
}

/** Where the finished tables lie. */
export const tablePath = (name: string): string =>
  join(import.meta.dirname, 'tables', `${name}.csv`);

export const tuningTasks: readonly TuningTask[] = [
  {
    name: 'wine-classes',
    title: 'wine quality, perceptron',
    // recipes of different data fit one list only as recipes of unknown data
    recipe: tabularClassification as unknown as Recipe,
    data: 'winequality-red-headerless.csv',
    decodeImage,
    train: 1000,
    selection: 599,
    space: {
      hiddenLayers: { type: 'integer', min: 0, max: 2 },
      units: { type: 'integer', min: 4, max: 128, scale: 'log' },
      dropout: { type: 'float', min: 0, max: 0.8 },
      learningRate: { type: 'float', min: 0.0001, max: 0.3, scale: 'log' },
      decay: { type: 'float', min: 0.000001, max: 0.1, scale: 'log' },
      batchSize: { type: 'categorical', values: [16, 32, 64, 128] },
    },
    defaults: {
      hiddenLayers: 1,
      units: 32,
      dropout: 0.1,
      learningRate: 0.01,
      decay: 0.0003,
      batchSize: 16,
    },
  },
  {
    name: 'digit-pictures',
    title: 'digits 16×16, convolutions',
    recipe: imageClassification as unknown as Recipe,
    data: 'mnist-train-singa.zip',
    decodeImage: async (bytes) => decodeImage(bytes, { longestSide: 16 }),
    train: 900,
    selection: 400,
    space: {
      filters: { type: 'integer', min: 2, max: 8 },
      denseUnits: { type: 'integer', min: 8, max: 64, scale: 'log' },
      dropout: { type: 'float', min: 0, max: 0.8 },
      learningRate: { type: 'float', min: 0.0001, max: 0.1, scale: 'log' },
      decay: { type: 'float', min: 0.000001, max: 0.01, scale: 'log' },
      augmentation: { type: 'float', min: 0, max: 2 },
      rotation: { type: 'categorical', values: [20, 180] },
      mirror: { type: 'categorical', values: [false, true] },
      batchSize: { type: 'categorical', values: [32, 64, 128] },
    },
    defaults: {
      filters: 4,
      denseUnits: 32,
      dropout: 0.35,
      learningRate: 0.002,
      decay: 0.0001,
      augmentation: 0.6,
      rotation: 20,
      mirror: false,
      batchSize: 32,
    },
  },
];
