import { renderCardItem } from '../catalogue/module-card.ts';
import { formatQuery, parseQuery, type SearchQuery } from '../catalogue/search-query.ts';
import { openSearch, type CatalogueSearch, type Found } from '../search/catalogue-search.ts';
import { startFilters, type Filters } from './filters.ts';

const cardsAtOnce = 24;

interface Parts {
  readonly form: HTMLFormElement;
  readonly words: HTMLInputElement;
  readonly sort: HTMLSelectElement;
  readonly found: Element;
  readonly cards: Element;
  readonly more: HTMLButtonElement;
  readonly filters: Filters;
}

/** Makes the list of modules answer to words, filters and order; the address keeps what is asked. */
export function startSearch(page: Document): void {
  const parts = findParts(page);
  if (parts === null) return;
  const { form, words, sort, filters, more } = parts;
  const folder = new URL(form.dataset.index!, page.baseURI).href;
  let search: Promise<CatalogueSearch> | undefined;
  let asked = 0;
  let shown: Found | undefined;
  const show = async (query: SearchQuery): Promise<void> => {
    asked += 1;
    const number = asked;
    try {
      search ??= openSearch(folder);
      const found = await (await search).find(query);
      if (number !== asked) return;
      filters.show(found.counts, query.selection);
      await drawCards(parts, await search, found, 0);
      if (number === asked) shown = found;
    } catch (error) {
      search = undefined;
      if (number === asked) tellFailure(parts.found, error);
    }
  };
  const readQuery = (): SearchQuery => ({
    words: words.value,
    selection: filters.selection(),
    sort: sort.value,
  });
  const change = (): void => {
    const query = readQuery();
    history.replaceState(null, '', formatQuery(query) || location.pathname);
    void show(query);
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', change);
  filters.onChange(change);
  more.addEventListener('click', () => {
    if (shown === undefined) void show(readQuery()).then(() => drawMore());
    else void drawMore();
  });
  const drawMore = async (): Promise<void> => {
    if (shown === undefined || search === undefined) return;
    const first = parts.cards.children.length;
    await drawCards(parts, await search, shown, first);
    parts.cards.children[first]?.querySelector('a')?.focus();
  };
  const restore = (): void => {
    const query = parseQuery(location.search);
    words.value = query.words;
    sort.value = query.sort;
    filters.choose(query.selection);
    if (formatQuery(query) !== '') void show(query);
  };
  form.hidden = false;
  restore();
}

function findParts(page: Document): Parts | null {
  const form = page.querySelector<HTMLFormElement>('#search');
  const words = page.querySelector<HTMLInputElement>('#search [name=q]');
  const sort = page.querySelector<HTMLSelectElement>('#search [name=sort]');
  const found = page.querySelector('#found');
  const cards = page.querySelector('#cards');
  const more = page.querySelector<HTMLButtonElement>('#more');
  const filters = page.querySelector<HTMLElement>('#filters');
  if (!form || !words || !sort || !found || !cards || !more || !filters) return null;
  return { form, words, sort, found, cards, more, filters: startFilters(filters) };
}

/** @param first place in what is found of the first card that is drawn; 0 replaces those that are there */
async function drawCards(
  { cards, found: status, more }: Parts,
  search: CatalogueSearch,
  { ordered }: Found,
  first: number,
): Promise<void> {
  const places = ordered.slice(first, first + cardsAtOnce);
  const drawn = (await Promise.all(places.map(search.card))).map(renderCardItem).join('');
  // every text of a card is escaped where it is rendered
  if (first === 0) cards.innerHTML = drawn;
  else cards.insertAdjacentHTML('beforeend', drawn);
  more.hidden = first + places.length >= ordered.length;
  status.textContent = describe(ordered.length);
}

function describe(count: number): string {
  if (count === 0) return 'No module is like that. Try fewer words or filters.';
  return count === 1 ? '1 module' : `${count} modules`;
}

function tellFailure(status: Element, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  status.textContent = `The search could not be loaded: ${reason}. Try again, or use the lists.`;
}
