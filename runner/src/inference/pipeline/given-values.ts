import { Failure, show, type Field } from '@orangery/schemas';
import type { RawInput } from '../../recipes/recipe.ts';
import { readTable } from '../../recipes/tables/read-table.ts';

/** Values of one row by name. */
export type GivenRow = ReadonlyMap<string, unknown>;

const mostRows = 100_000;

/**
 * What arrived for a pipeline that takes one picture, recording, text or series: without the pipeline's
 * own name around it, as its steps may have another.
 */
export function withoutName(raw: RawInput, name: string): RawInput {
  if (raw.kind === 'file') return raw;
  const inner = (value: unknown): unknown =>
    isRecord(value) && Object.hasOwn(value, name) ? value[name] : value;
  const value = Array.isArray(raw.value) ? raw.value.map(inner) : inner(raw.value);
  return { kind: 'value', value };
}

/**
 * What arrived for a pipeline that takes values by name: the rows of a table, an object, or a list of these.
 * @throws Failure INPUT_INVALID
 */
export async function readGivenRows(
  raw: RawInput,
  inputs: readonly Field[],
): Promise<readonly GivenRow[]> {
  if (raw.kind === 'file') return rowsOfFile(raw.bytes, raw.name);
  const values: readonly unknown[] = Array.isArray(raw.value) ? raw.value : [raw.value];
  if (values.length === 0 || values.length > mostRows) {
    const found = String(values.length);
    throw new Failure('INPUT_INVALID', `data: expected 1 to ${mostRows} rows, found ${found}`);
  }
  return values.map((value, index) => {
    if (isRecord(value)) return new Map(Object.entries(value));
    const names = inputs.map(({ name }) => name).join(', ');
    throw new Failure(
      'INPUT_INVALID',
      `data[${index}]: expected an object with ${names}, found ${show(value)}`,
      { hint: 'Send {"data": {"<name>": <value>, …}}.' },
    );
  });
}

async function rowsOfFile(bytes: Uint8Array, name: string): Promise<readonly GivenRow[]> {
  const table = await readTable(bytes, name).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  });
  return table.rows.map(
    (row) => new Map(table.columns.map((column, place) => [column, row[place]])),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
