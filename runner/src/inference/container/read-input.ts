import { Failure, type Field } from '@orangery/schemas';
import { base64Bytes } from '../../recipes/base64-bytes.ts';
import type { RawInput } from '../../recipes/recipe.ts';
import { UploadedFile } from '../../serving/call-sources.ts';
import type { Argument, ArgumentValues } from '../../serving/deepaas/arguments/argument.ts';
import { readFields } from '../../serving/deepaas/arguments/read-value.ts';
import { isTable } from '../../recipes/tables/table-files.ts';
import { readTable } from '../../recipes/tables/read-table.ts';
import { isWholeInput, wholeInput } from '../whole-input.ts';

/** Of a module's server: what its calls take, and what it is called. */
export interface Taking {
  readonly id: string;
  readonly expected: readonly Argument[];
  readonly inputs: readonly Field[];
}

/**
 * The arguments of calls that an input stands for: a file or text is the first argument that takes one, a row
 * its arguments by name, a table a call for each row.
 * @throws Failure INPUT_INVALID naming every argument that is missing or wrong
 */
export async function readInput(raw: RawInput, taking: Taking): Promise<readonly ArgumentValues[]> {
  if (raw.kind === 'value') return [checked(rowOf(raw.value, taking), taking)];
  const file = taking.expected.find(({ type }) => type === 'file');
  if (file !== undefined) {
    const upload = new UploadedFile(raw.name, '', raw.bytes);
    return [checked({ [file.name]: upload }, taking)];
  }
  const whole = wholeInput(taking.inputs);
  if (whole !== undefined && (isWholeInput(whole, raw.name) || !isTable(raw.name))) {
    return [checked({ [whole.name]: new TextDecoder().decode(raw.bytes) }, taking)];
  }
  const { columns, rows } = await readTable(raw.bytes, raw.name);
  return rows.map((row) =>
    checked(Object.fromEntries(columns.map((column, index) => [column, row[index]])), taking),
  );
}

function rowOf(value: unknown, { inputs, expected }: Taking): Readonly<Record<string, unknown>> {
  if (isRow(value)) return inPlace(value, expected);
  const first = wholeInput(inputs)?.name ?? inputs.find(({ type }) => type === 'file')?.name;
  return first === undefined ? { [inputs[0]?.name ?? 'data']: value } : { [first]: value };
}

/** An object of which no name is that of an argument is the value of the one that takes any. */
function inPlace(
  row: Readonly<Record<string, unknown>>,
  expected: readonly Argument[],
): Readonly<Record<string, unknown>> {
  const any = expected.find(({ type }) => type === 'any');
  const names = Object.keys(row);
  const isRow = names.length === 0 || expected.some(({ name }) => names.includes(name));
  return any === undefined || isRow ? row : { [any.name]: row };
}

/** As the server would read it, before it is asked. */
function checked(row: Readonly<Record<string, unknown>>, { id, expected }: Taking): ArgumentValues {
  const own = expected.filter(({ name, location }) => name !== 'accept' && location !== 'headers');
  const given = Object.fromEntries(
    own.flatMap((argument) => {
      const value = row[argument.name];
      const isEmpty = value === undefined || value === '' || value === null;
      return isEmpty ? [] : [[argument.name, fileOf(argument, value)] as const];
    }),
  );
  const reading = readFields(own, given, false);
  if ('value' in reading) return reading.value;
  throw new Failure('INPUT_INVALID', `${id}: ${JSON.stringify(reading.wrong)}`, {
    hint: `It takes ${own.map(told).join(', ')}.`,
  });
}

/** A file in JSON is base64 text, plain or as a data URL. */
function fileOf({ type, name }: Argument, value: unknown): unknown {
  if (type !== 'file' || value instanceof UploadedFile) return value;
  if (value instanceof Uint8Array) return new UploadedFile(name, '', value);
  const bytes = base64Bytes(value, '[a-z]+');
  return bytes === undefined ? value : new UploadedFile(name, '', bytes);
}

function told({ name, type, isRequired }: Argument): string {
  return `${name} (${type}${isRequired === true ? '' : ', may be left out'})`;
}

function isRow(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}
