import type { PredictorDescription } from '../../inference/predictor.ts';
import { wholeInput } from '../../inference/whole-input.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { mostRows } from '../pool/call-size.ts';
import { RequestProblem } from '../request-problem.ts';

const lineByLine = /\.(?:csv|tsv|jsonl|ndjson)$/i;
const newline = 10;

/**
 * Refuses a table of very many lines before it is handed to a worker, who would be busy with it for
 * long. One in another format is measured there.
 * @throws RequestProblem 413
 */
export function checkRows(
  inputs: readonly RawInput[],
  { inputs: fields }: Pick<PredictorDescription, 'inputs'>,
): void {
  if (wholeInput(fields)?.hasRows === false) return;
  let left = mostRows;
  for (const input of inputs) {
    if (input.kind !== 'file' || !lineByLine.test(input.name)) continue;
    // the first names the columns
    left -= countLines(input.bytes, left + 1) - 1;
    if (left < 0) throw new RequestProblem(413, `At most ${mostRows} rows a request`);
  }
}

/** Lines, counted a little beyond a limit. */
function countLines(bytes: Uint8Array, most: number): number {
  let lines = bytes.at(-1) === newline ? 0 : 1;
  for (let place = bytes.indexOf(newline); place >= 0; place = bytes.indexOf(newline, place + 1)) {
    lines += 1;
    if (lines > most) break;
  }
  return lines;
}
