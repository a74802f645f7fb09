import type { Field } from '@orangery/schemas';
import { makeElement, type WholeInput } from '@orangery/runner/form';
import type { FormContext } from './ask.ts';
import { fetchSample } from './fetch-module.ts';
import { makeSamples, nameOf } from './make-samples.ts';
import { makeTableFile } from './make-table-file.ts';

/** A box for a text, or for the numbers of a series; beside it samples, and of a series a file. */
export function makeTextForm(field: Field, whole: WholeInput, context: FormContext): HTMLElement {
  const { ask, refuse, samples, signal } = context;
  const isSeries = field.type === 'series';
  const box = makeElement('textarea', { rows: isSeries ? '3' : '5', required: '' });
  if (!(box instanceof HTMLTextAreaElement)) throw new Error('expected a box for text');
  box.placeholder = isSeries ? '12 15 11 18 …' : '';
  const words = isSeries ? 'Numbers in the order of time, the latest last' : `A ${whole.noun}`;
  const label = makeElement('label', {}, makeElement('span', {}, words), box);
  const submit = makeElement('button', { type: 'submit' }, 'Predict');
  const form = makeElement('form', { class: 'give' }, label, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const value = isSeries ? numbersOf(box.value) : box.value;
    void ask({ kind: 'value', value });
  });
  const takeSample = async (address: URL): Promise<void> => {
    const bytes = await fetchSample(address, signal);
    const text = new TextDecoder().decode(bytes);
    if (!isSeries) box.value = text.trim();
    await ask(
      isSeries
        ? { kind: 'file', name: nameOf(address), bytes }
        : { kind: 'value', value: box.value },
    );
  };
  const fitting = samples.filter(({ pathname }) =>
    whole.endings.some((ending) => pathname.endsWith(`.${ending}`)),
  );
  const choices = makeSamples({ samples: fitting, take: takeSample, refuse });
  const file = isSeries ? [makeTableFile('A table with a column of times', context)] : [];
  return makeElement('div', { class: 'give' }, form, ...file, ...choices);
}

/** Numbers between spaces, commas or brackets. */
export function numbersOf(text: string): readonly number[] {
  return (text.match(/[^\s,;[\]]+/g) ?? []).map(Number);
}
