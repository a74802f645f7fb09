import type { Field } from '@orangery/schemas';
import { wholeInput } from '../../inference/whole-input.ts';
import { curlLine, exampleOf, shellWord } from '../curl-line.ts';
import type { Argument } from '../deepaas/arguments/argument.ts';
import { takesArguments, type ServedModel } from '../served-model.ts';

export interface CallAddress {
  /** Of the server, with its base path. */
  readonly address: string;
  readonly needsKeys: boolean;
}

export interface CallOptions extends CallAddress {
  /** Path of a file to send, for a model that takes one. */
  readonly file?: string | undefined;
}

/** A line for the shell that asks the model for a prediction; the key is read from `$ORANGERY_KEY`. */
export function callLine(
  model: Pick<ServedModel, 'name' | 'backend' | 'inputs' | 'predictArguments'>,
  { address, needsKeys, file }: CallOptions,
): string {
  const { name: id, inputs } = model;
  const line = takesArguments(model)
    ? ['curl', ...parts(model, file), `${address}/v2/models/${id}/predict/`].join(' ')
    : curlLine({ id, inputs }, address, file);
  return needsKeys ? line.replace(/^curl/, 'curl -H "Authorization: Bearer $ORANGERY_KEY"') : line;
}

/** What has to be given; without anything of it, an empty form, as the verb is POST. */
function parts(
  { predictArguments, inputs }: Pick<ServedModel, 'predictArguments' | 'inputs'>,
  file: string | undefined,
): readonly string[] {
  const required = predictArguments.filter(
    ({ isRequired, location }) => isRequired === true && location !== 'headers',
  );
  if (required.length === 0) return ['-X POST'];
  return required.map((argument) => {
    const field = inputs.find(({ name }) => name === argument.name);
    return `-F ${shellWord(`${argument.name}=${valueOf(argument, field, file)}`)}`;
  });
}

function valueOf(
  { type, choices }: Argument,
  field: Field | undefined,
  file: string | undefined,
): string {
  if (type === 'file') return `@${file ?? exampleFile(field)}`;
  // what is in a file, sent as a text
  if (field?.type === 'text' && file !== undefined) return `<${file}`;
  if (choices?.[0] !== undefined) return String(choices[0]);
  return field === undefined ? 'value' : String(exampleOf(field));
}

function exampleFile(field: Field | undefined): string {
  const whole = field === undefined ? undefined : wholeInput([field]);
  return whole === undefined ? 'file' : `${whole.noun}.${whole.endings[0]}`;
}
