import {
  csvOf,
  csvText,
  outcomeLine,
  type OutputFormat,
  type PredictedInput,
  type Prediction,
  type PredictionSource,
} from '@orangery/runner';
import { answerTable } from '../answer-tables.ts';

/** The answer to a single input as a file's text: as CSV the rows it is made of, all of them; else one row. */
export function answerText(
  source: PredictionSource,
  { name, cells, outcome }: PredictedInput,
  prediction: Prediction,
  format: OutputFormat,
): string {
  if (format === 'jsonl') return `${outcomeLine(name, outcome)}\n`;
  const table = answerTable(prediction);
  if (table !== undefined) return csvText([table.columns, ...table.rows]);
  const csv = csvOf(source);
  csv.see(outcome);
  return `${csv.head()}${csv.row(cells, outcome)}`;
}
