import type { Field } from '@orangery/schemas';
import type { PredictorDescription } from '../inference/predictor.ts';
import { wholeInput } from '../inference/whole-input.ts';

/**
 * A line for the shell that asks a served module for a prediction.
 * @param address of the server, with its base path
 * @param file path of a file to send, for a module that takes one
 */
export function curlLine(
  { id, inputs }: Pick<PredictorDescription, 'id' | 'inputs'>,
  address: string,
  file?: string,
): string {
  const url = `${address}/v2/models/${id}/predict/`;
  const whole = wholeInput(inputs);
  if (whole !== undefined) {
    const path = file ?? `${whole.noun}.${whole.endings[0]}`;
    const others = inputs.filter(({ name, required }) => name !== whole.name && required !== false);
    const parts = [
      `data=@${path}`,
      ...others.map((field) => `${field.name}=${String(exampleOf(field))}`),
    ];
    return `curl ${parts.map((part) => `-F ${shellWord(part)}`).join(' ')} ${url}`;
  }
  const row = Object.fromEntries(inputs.map((field) => [field.name, exampleOf(field)]));
  return `curl -H 'Content-Type: application/json' -d ${shellWord(JSON.stringify(row))} ${url}`;
}

/** What the module gives as an example, else the plainest value of the type. */
export function exampleOf(field: Field): unknown {
  if (field.example !== undefined) return field.example;
  if (field.values?.[0] !== undefined) return field.values[0];
  if (field.type === 'boolean') return true;
  return field.type === 'number' || field.type === 'integer' ? 1 : 'text';
}

/** A text as one word of a shell's command. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
