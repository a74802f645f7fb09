import type { Field } from '@orangery/schemas';
import { makeElement } from '@orangery/runner/form';
import type { FormContext } from './ask.ts';
import { fetchSample } from './fetch-module.ts';
import { makeSamples, nameOf } from './make-samples.ts';
import { makeTableFile } from './make-table-file.ts';
import { valueOf } from './value-of.ts';

/** A control for each column of a row, or a file with many rows. */
export function makeRowForm(inputs: readonly Field[], context: FormContext): HTMLElement {
  const { ask, refuse, samples, signal, hasTables } = context;
  const isKnown = inputs.every(({ type }) => type !== 'file');
  const controls = inputs.map((field) => [field, makeControl(field)] as const);
  const labels = controls.map(([field, control]) => {
    const { name, description, required = true } = field;
    const title = makeElement('span', {}, name.replaceAll('_', ' '));
    if (!required) title.append(makeElement('small', {}, ' optional'));
    const hint = description === undefined ? [] : [makeElement('small', {}, description)];
    return makeElement('label', {}, title, control, ...hint);
  });
  const form = makeElement(
    'form',
    { class: 'give' },
    makeElement('div', { class: 'fields' }, ...labels),
    makeElement('button', { type: 'submit' }, 'Predict'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const row = controls.map(([field, control]) => [field.name, valueOf(field, control.value)]);
    void ask({ kind: 'value', value: Object.fromEntries(row) });
  });
  const takeSample = async (address: URL): Promise<void> => {
    const bytes = await fetchSample(address, signal);
    await ask({ kind: 'file', name: nameOf(address), bytes });
  };
  if (!hasTables) return makeElement('div', { class: 'give' }, form);
  const tables = samples.filter(({ pathname }) => /\.(csv|tsv|jsonl?|parquet)$/.test(pathname));
  const choices = makeSamples({ samples: tables, take: takeSample, refuse });
  const file = makeTableFile('Or a table of many rows', context);
  return makeElement('div', { class: 'give' }, ...(isKnown ? [form] : []), file, ...choices);
}

type Control = HTMLInputElement | HTMLSelectElement;

function makeControl(field: Field): Control {
  const { type, values, example, minimum, maximum, required = true } = field;
  const choices = values ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  if (choices !== undefined) {
    const select = document.createElement('select');
    const none = required ? [] : [''];
    select.append(...[...none, ...choices].map((value) => new Option(value || '–', value)));
    if (example !== undefined) select.value = String(example);
    return select;
  }
  const input = document.createElement('input');
  const isNumber = type === 'number' || type === 'integer';
  input.type = isNumber ? 'number' : 'text';
  if (isNumber) input.step = type === 'integer' ? '1' : 'any';
  if (minimum !== undefined) input.min = String(minimum);
  if (maximum !== undefined) input.max = String(maximum);
  input.value = example === undefined ? '' : String(example);
  return input;
}
