import type { Field } from '@orangery/schemas';
import { wholeInput } from '@orangery/runner/form';
import type { FormContext } from './ask.ts';
import { makeFileForm } from './make-file-form.ts';
import { makeRowForm } from './make-row-form.ts';
import { makeTextForm } from './make-text-form.ts';

/** A form for what a module takes: a picture, a recording, a text, a series, or a row of a table. */
export function makeForm(inputs: readonly Field[], context: FormContext): HTMLElement {
  const whole = wholeInput(inputs);
  const isAlone = whole !== undefined && inputs.length === 1;
  const [field] = inputs;
  if (!isAlone || field === undefined) return makeRowForm(inputs, context);
  if (field.type === 'image' || field.type === 'audio') return makeFileForm(whole, context);
  return makeTextForm(field, whole, context);
}
