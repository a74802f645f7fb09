import { Failure } from '@orangery/schemas';
import type { TableCells } from '../../recipes/tables/table.ts';
import type { Prediction } from '../../recipes/recipe.ts';
import type { Outcome } from './batch-engine.ts';

/** A line of predictions in JSON lines. */
interface Line {
  readonly input: string;
  /** Of a table the row, by column; only where the output is JSON lines. */
  readonly row?: Readonly<Record<string, string | null>>;
  readonly prediction?: Prediction;
  readonly error?: string;
  /** What to do about the error. */
  readonly hint?: string;
}

/** An input and what became of it, as JSON without a line end. */
export function outcomeLine(
  input: string,
  outcome: Outcome,
  row?: { readonly columns: readonly string[]; readonly cells: TableCells },
): string {
  const line: Line = {
    input,
    ...(row && {
      row: Object.fromEntries(row.columns.map((name, index) => [name, row.cells[index] ?? null])),
    }),
    ...(outcome.kind === 'predicted'
      ? { prediction: outcome.prediction }
      : { error: outcome.failure.message, hint: outcome.failure.hint }),
  };
  return JSON.stringify(line);
}

/** What a line tells; undefined where it was not written whole. */
export function readOutcomeLine(
  text: string,
): { readonly input: string; readonly outcome: Outcome } | undefined {
  const line = parsed(text);
  if (!isRecord(line) || typeof line['input'] !== 'string') return undefined;
  const { input, prediction, error, hint } = line;
  if (isRecord(prediction)) return { input, outcome: { kind: 'predicted', prediction } };
  if (typeof error !== 'string' || typeof hint !== 'string') return undefined;
  return {
    input,
    outcome: { kind: 'failed', failure: new Failure('INPUT_INVALID', error, { hint }) },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // a line that was being written when the process ended
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
