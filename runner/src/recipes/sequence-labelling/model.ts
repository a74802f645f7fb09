import type { ChainShape } from './chain.ts';
import type { FeatureTable } from './feature-table.ts';

export interface SequenceModel {
  readonly family: 'crf' | 'perceptron';
  readonly target: string;
  readonly classes: readonly string[];
  readonly table: FeatureTable;
  /** As {@link ChainShape} lays them out. */
  readonly weights: Float32Array;
}

export function shapeOf({ classes, table }: Pick<SequenceModel, 'classes' | 'table'>): ChainShape {
  return { features: table.places.size, labels: classes.length };
}
