import type { RecipeName } from '@orangery/schemas';
import { audioClassification } from './audio-classification/index.ts';
import { imageClassification } from './image-classification/index.ts';
import { imageSegmentation } from './image-segmentation/index.ts';
import { objectDetection } from './object-detection/index.ts';
import type { Recipe } from './recipe.ts';
import { sequenceLabelling } from './sequence-labelling/index.ts';
import { tabularClassification } from './tabular-classification/index.ts';
import { textClassification } from './text-classification/index.ts';
import { tabularRegression } from './tabular-regression/index.ts';
import { timeSeriesForecasting } from './time-series-forecasting/index.ts';

/** Every recipe by its name. Their types differ inside; callers pass each one's own values back to it. */
export const recipes = {
  'audio-classification': audioClassification as Recipe,
  'image-classification': imageClassification as Recipe,
  'image-segmentation': imageSegmentation as Recipe,
  'object-detection': objectDetection as Recipe,
  'sequence-labelling': sequenceLabelling as Recipe,
  'tabular-classification': tabularClassification as Recipe,
  'text-classification': textClassification as Recipe,
  'tabular-regression': tabularRegression as Recipe,
  'time-series-forecasting': timeSeriesForecasting as Recipe,
} as Readonly<Record<RecipeName, Recipe>>;
