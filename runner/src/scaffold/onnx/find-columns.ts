import { fieldNames } from './field-name.ts';
import { splitLabels } from './find-labels.ts';
import type { GraphFacts } from './graph-facts.ts';

/** Names of the numbers of a row, as fields can have them, and where they were found. */
export interface FoundColumns {
  readonly columns: readonly string[];
  readonly from: string;
}

/** Under which names people keep the columns; no exporter writes them by itself. */
const keys = ['feature_names', 'feature_names_in', 'features', 'columns'];

/** Names of the columns of a row, where the metadata of the file has as many. */
export function findColumns({ metadata }: GraphFacts, count: number): FoundColumns | undefined {
  for (const [key, text] of Object.entries(metadata)) {
    if (!keys.includes(key.toLowerCase())) continue;
    const names = splitLabels(text);
    if (names?.length === count)
      return { columns: fieldNames(names), from: `its metadata, ${key}` };
  }
  return undefined;
}
