import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord, type BenchmarkReport, type Receipt } from '@orangery/schemas';

/** Real records that measured modules take over, with other figures. */
export interface MeasuredTemplate {
  readonly recipe: string;
  readonly dataType: string;
  readonly receipt: Receipt;
  readonly report: BenchmarkReport;
}

const modules = join(import.meta.dirname, '..', '..', '..', 'modules');

export const measuredTemplates: readonly MeasuredTemplate[] = [
  ['leaf-classifier', 'image-classification', 'image'],
  ['seed-classifier', 'tabular-classification', 'table'],
  ['harvest-estimator', 'tabular-regression', 'table'],
  ['letter-sorter', 'text-classification', 'text'],
  ['sound-classifier', 'audio-classification', 'audio'],
].map(([id, recipe, dataType]) => ({
  recipe: recipe!,
  dataType: dataType!,
  receipt: parseRecord('receipt', newest(id!, 'receipts'), id!),
  report: parseRecord('benchmarkReport', newest(id!, 'reports'), id!),
}));

function newest(id: string, folder: string): unknown {
  const path = join(modules, id, folder);
  return JSON.parse(readFileSync(join(path, readdirSync(path).sort().at(-1)!), 'utf8')) as unknown;
}
