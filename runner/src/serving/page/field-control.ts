import type { Field } from '@orangery/schemas';
import { endingsOf, wholeInput, type WholeInput } from '../../inference/whole-input.ts';
import { exampleOf } from '../curl-line.ts';
import type { Argument } from '../deepaas/arguments/argument.ts';
import { markup, type Markup } from './markup.ts';

/** A labelled control for one input of a module. */
export function fieldControl(field: Field): Markup {
  const whole = wholeInput([field]);
  if (whole !== undefined) return wholeControl(field, whole);
  const { name, description, required = true } = field;
  return markup`<label>
    <span>${name}${!required && markup` <small>optional</small>`}</span>
    ${control(field)}
    ${description !== undefined && markup`<small>${description}</small>`}
  </label>`;
}

function control(field: Field): Markup {
  const { name, type, values, minimum, maximum } = field;
  const must = field.required !== false && markup` required`;
  const choices = values ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  const example = String(exampleOf(field));
  if (choices !== undefined) {
    const options = choices.map((value) => {
      const isExample = value === String(field.example) && markup` selected`;
      return markup`<option${isExample}>${value}</option>`;
    });
    const none = field.required === false && markup`<option value="">–</option>`;
    const kind = type === 'boolean' && markup` data-is="json"`;
    return markup`<select name="${name}"${kind}${must}>${none}${options}</select>`;
  }
  if (type === 'number' || type === 'integer') {
    const step = type === 'integer' ? '1' : 'any';
    const range = numberRange({ minimum, maximum });
    return markup`<input type="number" step="${step}" name="${name}" value="${example}" data-is="json"${range}${must}>`;
  }
  if (type === 'tensor') {
    return markup`<textarea name="${name}" rows="3" placeholder="[[1, 2], [3, 4]]" data-is="json"${must}></textarea>`;
  }
  return markup`<input type="text" name="${name}" value="${example}"${must}>`;
}

/** What a control for numbers offers. */
export function numberRange({ minimum, maximum }: Pick<Argument, 'minimum' | 'maximum'>): Markup {
  const least = minimum !== undefined && markup` min="${minimum}"`;
  const most = maximum !== undefined && markup` max="${maximum}"`;
  return markup`${least}${most}`;
}

/** Of a picture, recording, text or series, sent under the name `data`. */
function wholeControl(field: Field, whole: WholeInput): Markup {
  // what follows the first colon is for programs: forms of JSON and the like
  const [told = ''] = (field.description ?? `A ${whole.noun}`).split(': ');
  if (field.type === 'text' || field.type === 'tokens') {
    const text = field.example === undefined ? '' : String(field.example);
    return markup`<label><span>${told}</span><textarea name="data" rows="5" required>${text}</textarea></label>`;
  }
  const isSeries = field.type === 'series';
  const drop = fileControl({
    name: 'data',
    label: isSeries ? 'A table' : told,
    hint: `${endingsOf(whole)}; choose it, or drop it here`,
    accept: whole.endings.map((ending) => `.${ending}`).join(),
    isRequired: !isSeries,
  });
  if (!isSeries) return drop;
  return markup`<p>${told}</p>
    <label>
      <span>Numbers</span>
      <textarea name="data" rows="3" placeholder="12 15 11 18 …" data-is="numbers"></textarea>
    </label>
    ${drop}`;
}

export interface FileControl {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly accept?: string;
  readonly isRequired: boolean;
}

/** A place for a file, with room for what it shows. */
export function fileControl({ name, label, hint, accept, isRequired }: FileControl): Markup {
  const types = accept !== undefined && markup` accept="${accept}"`;
  return markup`<div class="drop">
    <label>
      <span>${label}</span>
      <input type="file" name="${name}"${types}${isRequired && markup` required`}>
      <small>${hint}</small>
    </label>
    <div class="preview"></div>
  </div>`;
}
