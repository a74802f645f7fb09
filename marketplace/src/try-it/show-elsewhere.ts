import type { TryIt } from '@orangery/schemas';
import { makeElement } from '@orangery/runner/form';
import { askDeployed } from './ask-deployed.ts';
import { showModule } from './show-module.ts';

/** Where a module does not run in the page: its deployed copy with the visitor's key, or how to run it. */
export function showElsewhere(record: TryIt, home: URL, signal: AbortSignal): HTMLElement {
  const { deployments, command } = record;
  if (deployments.length > 0) return showDeployed(record, home, signal);
  const lines = [makeElement('p', {}, 'No copy of it is deployed. It runs on your machine:')];
  if (command === undefined) {
    return makeElement(
      'p',
      {},
      'No copy of it is deployed either, and there is no command for it.',
    );
  }
  lines.push(makeElement('pre', { tabindex: '0' }, makeElement('code', {}, command)));
  return makeElement('div', {}, ...lines);
}

function showDeployed(record: TryIt, home: URL, signal: AbortSignal): HTMLElement {
  const { id, module, inputs, deployments, samples } = record;
  const place = document.createElement('select');
  place.append(...deployments.map(({ name, address }) => new Option(name, address)));
  const key = document.createElement('input');
  // never stored: no name that a browser could keep it by
  Object.assign(key, { type: 'password', autocomplete: 'off', spellcheck: false });
  const note = 'Sent to the deployment alone, with each question; kept nowhere.';
  // a form, as browsers want one around it; there is nothing to submit
  const keyForm = makeElement('form', { autocomplete: 'off' }, labelled('Your key', key, note));
  keyForm.addEventListener('submit', (event) => event.preventDefault());
  const before = [labelled('Deployment', place), keyForm];
  const isContainer = module.runtime === 'container';
  // a container knows its inputs by their names alone, and rows one at a time
  const name = (isContainer ? inputs[0]?.name : undefined) ?? 'data';
  return showModule({
    ...{ inputs, signal, before, hasTables: !isContainer },
    samples: samples.map((path) => new URL(path, home)),
    answer: async (raw) => {
      const asked = { address: place.value, model: id, key: key.value.trim() };
      const deployed = { ...asked, name, isByName: isContainer };
      return askDeployed(raw, deployed, signal);
    },
  });
}

function labelled(words: string, control: HTMLElement, note?: string): HTMLElement {
  const hint = note === undefined ? [] : [makeElement('small', {}, note)];
  return makeElement('label', {}, makeElement('span', {}, words), control, ...hint);
}
