import { makeElement } from '@orangery/runner/form';
import type { FormContext } from './ask.ts';

const accept = '.csv,.tsv,.json,.jsonl,.ndjson,.parquet';

/** A labelled place for a table's file, which is asked about as soon as it is chosen. */
export function makeTableFile(words: string, { ask, refuse }: FormContext): HTMLElement {
  const input = makeElement('input', { type: 'file', accept });
  input.addEventListener('change', () => {
    const file = (input as HTMLInputElement).files?.[0];
    if (file === undefined) return;
    void file
      .arrayBuffer()
      .then((buffer) => ask({ kind: 'file', name: file.name, bytes: new Uint8Array(buffer) }))
      .catch(refuse);
  });
  const hint = makeElement('small', {}, 'CSV, TSV, JSON lines or Parquet');
  return makeElement('label', { class: 'drop' }, makeElement('span', {}, words), input, hint);
}
