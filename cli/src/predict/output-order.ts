import { resolve } from 'node:path';
import { placesOf, type OutputFormat, type PredictionSource } from '@orangery/runner';

export interface OutputOrder {
  /** Where predictions go. */
  readonly path: string;
  readonly format: OutputFormat;
  /** Files that are predicted. */
  readonly inputs: readonly string[];
  /** Whether a file that is there may be replaced. */
  readonly isForced: boolean;
  readonly cwd: string;
}

interface OutputOptions {
  readonly output?: string;
  readonly force?: boolean;
}

/** A single input is answered on the terminal, and in a file where one is named. */
export function outputOrder(
  source: PredictionSource,
  { output, force }: OutputOptions,
  cwd: string,
): OutputOrder | undefined {
  if (output === undefined && source.kind === 'file') return undefined;
  const path = resolve(cwd, output ?? 'predictions.csv');
  const format = /\.(jsonl|ndjson)$/i.test(path) ? 'jsonl' : 'csv';
  return { path, format, inputs: placesOf(source), isForced: force === true, cwd };
}
