import { matchesQuery, type SearchQuery } from '../catalogue/search.ts';

/** Shows the search form and narrows the list as it is filled; the address keeps what was asked. */
export function startSearch(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('#search');
  const found = page.querySelector('#found');
  if (form === null || found === null) return;
  const cards = [...page.querySelectorAll<HTMLElement>('[data-module]')];
  const asked = new URLSearchParams(location.search);
  for (const name of ['q', 'task', 'state']) {
    const control = form.elements.namedItem(name);
    const value = asked.get(name);
    const isControl = control instanceof HTMLInputElement || control instanceof HTMLSelectElement;
    if (isControl && value !== null) control.value = value;
    // an unknown choice leaves a list without any
    if (control instanceof HTMLSelectElement && control.selectedIndex < 0)
      control.selectedIndex = 0;
  }
  const narrow = (): void => {
    const query = readQuery(form);
    let count = 0;
    for (const card of cards) {
      const isFound = matchesQuery(readEntry(card), query);
      card.hidden = !isFound;
      if (isFound) count += 1;
    }
    found.textContent = describe(count, cards.length);
  };
  form.addEventListener('input', () => {
    narrow();
    history.replaceState(null, '', address(readQuery(form)));
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  narrow();
}

function readQuery(form: HTMLFormElement): SearchQuery {
  const data = new FormData(form);
  const state = data.get('state');
  return {
    words: String(data.get('q') ?? ''),
    task: String(data.get('task') ?? ''),
    state: state === 'trained' || state === 'untrained' ? state : 'any',
  };
}

function readEntry({ dataset: { text = '', tasks = '', trained } }: HTMLElement) {
  return { text, tasks: tasks.split(' '), isTrained: trained === 'true' };
}

function describe(count: number, all: number): string {
  if (count === all) return `All ${all} modules`;
  if (count === 0) return 'No module is like that. Try fewer words.';
  return `${count} of ${all} modules`;
}

function address({ words, task, state }: SearchQuery): string {
  const parameters = new URLSearchParams();
  if (words !== '') parameters.set('q', words);
  if (task !== '') parameters.set('task', task);
  if (state !== 'any') parameters.set('state', state);
  const text = parameters.toString();
  return text === '' ? location.pathname : `?${text}`;
}
