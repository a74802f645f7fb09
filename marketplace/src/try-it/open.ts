import styles from './try-it.css?url';
import type { TryIt } from '@orangery/schemas';
import { makeElement } from '@orangery/runner/form';
import { fetchRecord } from './fetch-module.ts';
import { makeButton } from './make-button.ts';
import { showElsewhere } from './show-elsewhere.ts';
import { showHere } from './show-here.ts';
import { tellFailure } from './tell-failure.ts';

/** Fills the section with the form of its module; a second call starts anew. */
export async function openTryIt(place: HTMLElement): Promise<void> {
  const home = new URL(place.dataset['tryIt'] ?? '', document.baseURI);
  addStyles();
  const ends = new AbortController();
  const before = [...place.childNodes];
  const bar = document.createElement('progress');
  bar.setAttribute('aria-label', 'Weights loaded');
  const cancel = makeButton('Cancel', () => {
    ends.abort();
    place.replaceChildren(...before);
    resetOpener(place, 'Cancelled.');
  });
  const told = makeElement('p', { role: 'status' }, 'Loading the module …');
  place.replaceChildren(told, bar, cancel);
  cancel.focus();
  const record = await fetchRecord(home, ends.signal);
  const shown = await fill({ record, home, ends, bar });
  if (ends.signal.aborted) return;
  place.replaceChildren(...shown);
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

interface Filling {
  readonly record: TryIt;
  readonly home: URL;
  readonly ends: AbortController;
  readonly bar: HTMLProgressElement;
}

async function fill({ record, home, ends, bar }: Filling): Promise<Node[]> {
  const { signal } = ends;
  if (record.weights === undefined && record.steps === undefined) {
    const words = `It does not run in this page. ${record.reason ?? ''}`;
    return [makeElement('p', {}, words), showElsewhere(record, home, signal)];
  }
  try {
    const onProgress = (share: number): void => void (bar.value = share);
    return await showHere({ record, home, signal, onProgress });
  } catch (error) {
    if (signal.aborted) return [];
    const words = makeElement('p', {}, 'It could not be loaded into this page.');
    return [words, tellFailure(error), showElsewhere(record, home, signal)];
  }
}

function resetOpener(place: HTMLElement, words: string): void {
  const button = place.querySelector('button');
  const told = place.querySelector('[role="status"]');
  if (button !== null) button.disabled = false;
  if (told !== null) told.textContent = words;
  button?.focus();
}

/** Once: an import would put them into every page. */
function addStyles(): void {
  if (document.querySelector(`link[href="${styles}"]`) !== null) return;
  document.head.append(makeElement('link', { rel: 'stylesheet', href: styles }));
}
