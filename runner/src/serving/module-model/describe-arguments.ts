import type { Field } from '@orangery/schemas';
import type { PredictorDescription } from '../../inference/predictor.ts';
import { endingsOf, wholeInput } from '../../inference/whole-input.ts';
import type { Argument, ArgumentType } from '../deepaas/arguments/argument.ts';

/** Media types that answers can be asked for. */
export const acceptArgument: Argument = {
  name: 'accept',
  type: 'string',
  location: 'headers',
  choices: ['application/json', 'text/csv'],
  default: 'application/json',
  description: 'Media type of the answer.',
};

const types: Partial<Record<Field['type'], ArgumentType>> = {
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
};

/**
 * What a module's predictions take, as DEEPaaS describes it: one file or text, or a row's columns
 * beside a file of rows. Nothing of a row is required, as a file may come instead.
 */
export function describeArguments({ inputs }: Pick<PredictorDescription, 'inputs'>): Argument[] {
  const whole = wholeInput(inputs);
  const [first] = inputs;
  if (whole === undefined || first === undefined) {
    return [rowsArgument, ...inputs.map(columnArgument), acceptArgument];
  }
  const description = first.description ?? `A ${whole.noun}`;
  const isText = first.type === 'text' || first.type === 'tokens';
  const data: Argument = isText
    ? { name: 'data', type: 'string', isRequired: true, description }
    : {
        ...{ name: 'data', type: 'file', location: 'form', isRequired: true },
        // deepaas_ui tells pictures and recordings by the words image and audio
        description: `${description} (${first.type}; ${endingsOf(whole)})`,
      };
  return [data, acceptArgument];
}

const rowsArgument: Argument = {
  name: 'data',
  type: 'file',
  location: 'form',
  description: 'Rows in CSV, TSV, JSON lines or Parquet, instead of the columns of one row.',
};

function columnArgument(field: Field): Argument {
  return {
    name: field.name,
    type: types[field.type] ?? 'string',
    ...(field.description !== undefined && { description: field.description }),
    ...(field.values !== undefined && { choices: field.values }),
  };
}
