import type { layers } from '../../compute/tensorflow.ts';
import type { TermEncoder, TextPreprocessing } from './preprocessing.ts';

interface Described {
  readonly preprocessing: TextPreprocessing;
  readonly encoder: TermEncoder;
}

export interface LinearModel extends Described {
  readonly family: 'linear';
  /** `[terms + 1, classes]`, the last row what each class has without any term. */
  readonly weights: Float32Array;
}

export interface EmbeddingModel extends Described {
  readonly family: 'embedding';
  readonly network: layers.LayersModel;
}

export type TextModel = LinearModel | EmbeddingModel;
