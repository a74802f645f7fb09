import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { Prediction, RawInput } from '../recipes/recipe.ts';
import { placeOfRow } from '../recipes/tables/table.ts';
import type { PredictionSource } from './prediction-source.ts';
import { predictRaw, type Predictor } from './predictor.ts';
import { wholeInput } from './whole-input.ts';

/** One picture or row, and what became of it. */
export interface PredictedInput {
  /** File relative to the folder, or `line 12`, or `row 12`. */
  readonly name: string;
  /** What stands before the answer in a table: the file's name, or the row. */
  readonly cells: readonly string[];
  readonly outcome: Outcome;
}

export type Outcome =
  | { readonly kind: 'predicted'; readonly prediction: Prediction }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface PredictFilesOptions {
  readonly signal: AbortSignal;
  /** Inputs predicted together, so that memory stays bounded; 32 when absent. */
  readonly batchSize?: number;
}

interface Pending {
  readonly name: string;
  readonly cells: readonly string[];
  readonly read: () => Promise<RawInput>;
}

const mostFileBytes = 64 * 1024 * 1024;

/**
 * Predicts pictures or rows in their order. One that cannot be used is reported and the work goes on.
 * @throws Failure INPUT_INVALID at the end, when none could be used
 */
export async function* predictFiles(
  predictor: Predictor,
  source: PredictionSource,
  { signal, batchSize = 32 }: PredictFilesOptions,
): AsyncGenerator<PredictedInput, void> {
  const pending = listPending(source, predictor);
  let firstFailure: Failure | undefined;
  let predicted = 0;
  for (let start = 0; start < pending.length; start += batchSize) {
    signal.throwIfAborted();
    const batch = pending.slice(start, start + batchSize);
    for (const result of await predictBatch(predictor, batch)) {
      if (result.outcome.kind === 'predicted') predicted += 1;
      else firstFailure ??= result.outcome.failure;
      yield result;
    }
  }
  if (predicted === 0 && firstFailure !== undefined) {
    throw pending.length === 1 ? firstFailure : noneUsable(pending.length, source, firstFailure);
  }
}

/** How many results {@link predictFiles} gives. */
export function countInputs(source: PredictionSource): number {
  if (source.kind === 'file') return 1;
  return source.kind === 'folder' ? source.files.length : source.table.rows.length;
}

function listPending(source: PredictionSource, predictor: Predictor): readonly Pending[] {
  if (source.kind === 'table') return listRows(source, predictor);
  const files =
    source.kind === 'folder'
      ? source.files.map((name) => ({ name, path: join(source.path, name) }))
      : [{ name: basename(source.path), path: source.path }];
  return files.map(({ name, path }) => ({
    name,
    cells: [name],
    read: async () => ({ kind: 'file', name, bytes: await readBounded(path, name) }),
  }));
}

/** Columns that the module does not know stay in the table but are not sent. */
function listRows(
  { path, table }: Extract<PredictionSource, { kind: 'table' }>,
  predictor: Predictor,
): readonly Pending[] {
  const valueOf = rowReader(path, table.columns, predictor);
  return table.rows.map((row, index) => ({
    name: placeOfRow(table, index),
    cells: row.map((cell) => cell ?? ''),
    read: async () => ({ kind: 'value', value: valueOf(row) }),
  }));
}

/** Of a row the values by name; for a module that takes one text, that column alone. */
function rowReader(
  path: string,
  columns: readonly string[],
  { id, inputs }: Predictor,
): (row: readonly (string | null)[]) => unknown {
  const whole = wholeInput(inputs);
  if (whole === undefined) {
    const known = new Set(inputs.map(({ name }) => name));
    return (row) =>
      Object.fromEntries(
        columns
          .map((column, place): [string, unknown] => [column, row[place]])
          .filter(([name]) => known.has(name)),
      );
  }
  const place = columns.indexOf(whole.name);
  if (place >= 0) return (row) => row[place] ?? '';
  throw new Failure(
    'INPUT_INVALID',
    `${path}: expected a column ${JSON.stringify(whole.name)} for ${id}, found ${columns.join(', ')}`,
    { hint: `Call the column with the ${whole.plural} ${JSON.stringify(whole.name)}.` },
  );
}

async function readBounded(path: string, name: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= mostFileBytes) return await readFile(path);
    throw new Failure('INPUT_INVALID', `${name}: expected at most 64 MB, found ${size} bytes`);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('INPUT_INVALID', `${name} cannot be read`, { cause });
  }
}

async function predictBatch(
  predictor: Predictor,
  batch: readonly Pending[],
): Promise<readonly PredictedInput[]> {
  const read = await Promise.all(batch.map(async (one) => readOrFailure(one)));
  const raws = read.filter((raw): raw is RawInput => !(raw instanceof Failure));
  const outcomes = (await predictAll(predictor, raws))[Symbol.iterator]();
  return batch.map(({ name, cells }, index) => {
    const raw = read[index]!;
    const outcome: Outcome =
      raw instanceof Failure ? { kind: 'failed', failure: raw } : outcomes.next().value!;
    return { name, cells, outcome };
  });
}

async function readOrFailure(pending: Pending): Promise<RawInput | Failure> {
  return pending.read().catch(failureOfInput);
}

/** One input that cannot be used refuses all that it came with: halves are tried until it is alone. */
async function predictAll(
  predictor: Predictor,
  raws: readonly RawInput[],
): Promise<readonly Outcome[]> {
  if (raws.length === 0) return [];
  try {
    const answers = await predictRaw(predictor, raws);
    return raws.map((_, index) => ({ kind: 'predicted', prediction: onlyOne(answers[index]) }));
  } catch (error) {
    const failure = failureOfInput(error);
    if (raws.length === 1) return [{ kind: 'failed', failure }];
    const middle = Math.ceil(raws.length / 2);
    return [
      ...(await predictAll(predictor, raws.slice(0, middle))),
      ...(await predictAll(predictor, raws.slice(middle))),
    ];
  }
}

/** @throws whatever is not the input's fault */
function failureOfInput(error: unknown): Failure {
  if (error instanceof Failure && error.code === 'INPUT_INVALID') return error;
  throw error;
}

function onlyOne(answers: readonly Prediction[] | undefined): Prediction {
  if (answers?.length === 1) return answers[0]!;
  throw new Error(`expected one prediction for one input, found ${answers?.length ?? 0}`);
}

function noneUsable(count: number, source: PredictionSource, first: Failure): Failure {
  const message = `${source.path}: none of the ${count} inputs could be used; the first: ${first.message}`;
  return new Failure('INPUT_INVALID', message, { cause: first, hint: first.hint });
}
