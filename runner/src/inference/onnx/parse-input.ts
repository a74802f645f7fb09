import { Failure, show, type Field } from '@orangery/schemas';
import { isRawTensor } from '../../recipes/raw-tensor.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { readTable } from '../../recipes/tables/read-table.ts';
import { placeInFile } from '../../recipes/tables/table.ts';
import { wholeInput } from '../whole-input.ts';
import type { InputValues } from './input-values.ts';

const mostInputs = 100_000;

/**
 * Splits what arrived into inputs: a file is a picture, a text or a table; a JSON list is many
 * inputs, an object one by names, anything else the one declared input.
 * @throws Failure INPUT_INVALID
 */
export async function splitInput(
  raw: RawInput,
  fields: readonly Field[],
): Promise<readonly InputValues[]> {
  if (raw.kind === 'file') return splitFile(raw, fields);
  const { value } = raw;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length === 0 || items.length > mostInputs) {
    throw new Failure(
      'INPUT_INVALID',
      `data: expected 1 to ${mostInputs} inputs, found ${items.length}`,
    );
  }
  return items.map((item, index) => byNames(item, `data[${index}]`, fields));
}

async function splitFile(
  { name, bytes }: Extract<RawInput, { kind: 'file' }>,
  fields: readonly Field[],
): Promise<readonly InputValues[]> {
  const whole = wholeInput(fields);
  if (whole === undefined) return splitTable(name, bytes);
  const isText = fields.some((field) => field.name === whole.name && field.type === 'text');
  const value = isText ? new TextDecoder().decode(bytes) : bytes;
  return [{ place: name, values: new Map([[whole.name, value]]) }];
}

async function splitTable(name: string, bytes: Uint8Array): Promise<readonly InputValues[]> {
  const table = await readTable(bytes, name).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('INPUT_INVALID', error.message, { cause: error, hint: error.hint });
  });
  return table.rows.map((row, index) => ({
    place: placeInFile(name, table, index),
    values: new Map(table.columns.map((column, place) => [column, row[place]])),
  }));
}

function byNames(item: unknown, place: string, fields: readonly Field[]): InputValues {
  const isObject = typeof item === 'object' && item !== null && !Array.isArray(item);
  if (isObject && !isRawTensor(item)) return { place, values: new Map(Object.entries(item)) };
  const [only] = fields;
  if (only !== undefined && fields.length === 1) {
    return { place, values: new Map([[only.name, item]]) };
  }
  const names = fields.map(({ name }) => name).join(', ');
  throw new Failure(
    'INPUT_INVALID',
    `${place}: expected an object with ${names}, found ${isRawTensor(item) ? 'a tensor' : show(item)}`,
    { hint: 'Send {"data": {"<name>": <value>, …}}.' },
  );
}
