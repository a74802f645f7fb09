import type { Field } from '@orangery/schemas';
import { endingsOf, wholeInput, type WholeInput } from '../../inference/whole-input.ts';
import { exampleOf } from '../curl-line.ts';
import { html, type Html } from './html.ts';

/** A labelled control for one input of a module. */
export function fieldControl(field: Field): Html {
  const whole = wholeInput([field]);
  if (whole !== undefined) return wholeControl(field, whole);
  const { name, description, required = true } = field;
  const optional = required ? html`` : html` <small>optional</small>`;
  const hint = description === undefined ? html`` : html`<small>${description}</small>`;
  const must = required ? html` required` : html``;
  return html`<label><span>${name}${optional}</span>${control(field, must)}${hint}</label>`;
}

function control(field: Field, must: Html): Html {
  const { name, type, values } = field;
  const choices = values ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  const example = exampleOf(field);
  if (choices !== undefined) {
    const options = choices.map((value) => html`<option>${value}</option>`);
    const none = field.required === false ? html`<option value="">–</option>` : html``;
    const kind = type === 'boolean' ? html` data-is="json"` : html``;
    return html`<select name="${name}" ${kind}${must}>
      ${none}${options}
    </select>`;
  }
  if (type === 'number' || type === 'integer') {
    const step = type === 'integer' ? '1' : 'any';
    return html`<input
      type="number"
      step="${step}"
      name="${name}"
      data-is="json"
      value="${String(example)}"
      ${must}
    />`;
  }
  if (type === 'tensor') {
    return html`<textarea
      name="${name}"
      data-is="json"
      rows="3"
      placeholder="[[1, 2], [3, 4]]"
      ${must}
    ></textarea>`;
  }
  return html`<input type="text" name="${name}" value="${String(example)}" ${must} />`;
}

/** Of a picture, recording, text or series, sent under the name `data`. */
function wholeControl(field: Field, whole: WholeInput): Html {
  const told = field.description ?? `A ${whole.noun}`;
  if (field.type === 'text' || field.type === 'tokens') {
    const text = field.example === undefined ? '' : String(field.example);
    return html`<label
      ><span>${told}</span><textarea name="data" rows="5" required>${text}</textarea>
    </label>`;
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
  return html`<p>${told}</p>
    <label
      ><span>Numbers</span
      ><textarea name="data" data-is="numbers" rows="3" placeholder="12 15 11 18 …"></textarea>
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
export function fileControl({ name, label, hint, accept, isRequired }: FileControl): Html {
  const types = accept === undefined ? html`` : html` accept="${accept}"`;
  const must = isRequired ? html` required` : html``;
  return html`<div class="drop">
    <label
      ><span>${label}</span><input type="file" name="${name}" ${types}${must} /><small
        >${hint}</small
      ></label
    >
    <div class="preview"></div>
  </div>`;
}
