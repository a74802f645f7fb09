import type { Recipe } from '../../recipes/recipe.ts';
import {
  encodedWidth,
  encodeRow,
  rowsForModel,
  type EncodedColumn,
} from '../../recipes/tabular/encoding.ts';
import type { TableRow } from '../../recipes/tabular/inputs.ts';
import { tabularClassification } from '../../recipes/tabular-classification/index.ts';
import {
  learnPreprocessing,
  parseTablePreprocessing,
  type TablePreprocessing,
} from '../../recipes/tabular-classification/preprocessing.ts';
import type { TableData } from '../../recipes/tabular-classification/read-rows.ts';
import type { Domain } from './domain.ts';

/** Rows: numbers standardised, categories as ones, as the recipe encodes them. */
export const tables: Domain<TableData, TableRow, TablePreprocessing> = {
  recipe: tabularClassification as Recipe<TableData, TableRow>,
  learn: learnPreprocessing,
  parse: parseTablePreprocessing,
  facts: (preprocessing) => ({
    classes: preprocessing.classes,
    shape: [encodedWidth(preprocessing)],
    features: preprocessing.columns.flatMap(featuresOf),
  }),
  encode: (data, preprocessing) => encodeRows(rowsForModel(data, preprocessing), preprocessing),
  encodeInputs: encodeRows,
  labels: ({ labels }) => labels,
};

function encodeRows(rows: readonly TableRow[], preprocessing: TablePreprocessing): Float32Array {
  const width = encodedWidth(preprocessing);
  const values = new Float32Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    encodeRow(row, preprocessing.columns, values, index * width);
  }
  return values;
}

function featuresOf(column: EncodedColumn): string[] {
  const { name } = column;
  if (column.type === 'categorical') {
    return [...column.values.map((value) => `${name}=${value}`), `${name}=something else`];
  }
  return column.hasMissing ? [name, `${name} is missing`] : [name];
}
