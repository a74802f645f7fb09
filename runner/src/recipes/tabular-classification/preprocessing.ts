import { Failure } from '@orangery/schemas';
import { areEncodedColumns, learnColumns, type Encoding } from '../tabular/encoding.ts';
import type { TableData } from './read-rows.ts';

/** How a row becomes numbers, and what these say; saved with the weights. */
export interface TablePreprocessing extends Encoding {
  readonly recipe: 'tabular-classification';
  readonly target: string;
  readonly classes: readonly string[];
}

/** Learns scales and categories from training rows alone. */
export function learnPreprocessing(train: TableData): TablePreprocessing {
  return {
    recipe: 'tabular-classification',
    target: train.target,
    columns: learnColumns(train),
    classes: train.classes,
  };
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseTablePreprocessing(value: unknown): TablePreprocessing {
  const preprocessing = value as Partial<TablePreprocessing> | null;
  const isValid =
    preprocessing?.recipe === 'tabular-classification' &&
    typeof preprocessing.target === 'string' &&
    Array.isArray(preprocessing.classes) &&
    areEncodedColumns(preprocessing.columns);
  if (isValid) return preprocessing as TablePreprocessing;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of tabular-classification',
  );
}
