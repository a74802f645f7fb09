import { csvText, predictionCsv, type PredictedInput, type Prediction } from '@orangery/runner';
import { answerTable } from '../answer-tables.ts';

/** The answer to a single input as CSV: the rows it is made of, all of them; else one row. */
export function answerCsv(result: PredictedInput, prediction: Prediction): string {
  const table = answerTable(prediction);
  if (table === undefined) return predictionCsv({ kind: 'file', path: result.name }, [result]);
  return csvText([table.columns, ...table.rows]);
}
