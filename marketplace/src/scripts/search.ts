import { formatQuery, parseQuery, type SearchQuery } from '../catalogue/search-query.ts';
import { openSearch, type CatalogueSearch } from '../search/catalogue-search.ts';
import { startCards, type CardList } from './card-list.ts';
import { startFilters, type Filters } from './filters.ts';

interface Parts {
  readonly form: HTMLFormElement;
  readonly words: HTMLInputElement;
  readonly sort: HTMLSelectElement;
  readonly status: Element;
  readonly more: HTMLButtonElement;
  readonly cards: CardList;
  readonly filters: Filters;
}

/** Makes the list of modules answer to words, filters and order; the address keeps what is asked. */
export function startSearch(page: Document): void {
  const parts = findParts(page);
  if (parts === null) return;
  const { form, words, sort, filters, more, cards } = parts;
  const show = answering(parts, new URL(form.dataset.index!, page.baseURI).href);
  const readQuery = (): SearchQuery => ({
    words: words.value,
    selection: filters.selection(),
    sort: sort.value,
  });
  let isShown = false;
  const ask = async (query: SearchQuery): Promise<void> => {
    isShown = await show(query);
  };
  const change = (): void => {
    const query = readQuery();
    void ask(query);
    history.replaceState(null, '', formatQuery(query) || location.pathname);
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', change);
  filters.onChange(change);
  more.addEventListener('click', () => {
    const asked = isShown ? Promise.resolve() : ask(readQuery());
    void asked.then(cards.addMore).catch((error: unknown) => tellFailure(parts.status, error));
  });
  const query = parseQuery(location.search);
  words.value = query.words;
  sort.value = query.sort;
  filters.choose(query.selection);
  if (formatQuery(query) !== '') void ask(query);
  form.hidden = false;
}

/** @returns what shows the answer to a query, and says whether it could be had */
function answering(
  { cards, filters, status }: Parts,
  folder: string,
): (query: SearchQuery) => Promise<boolean> {
  let opening: Promise<CatalogueSearch> | undefined;
  let asked = 0;
  return async (query) => {
    asked += 1;
    const number = asked;
    const isWanted = (): boolean => number === asked;
    try {
      opening ??= openSearch(folder);
      const search = await opening;
      const { found, counts } = await search.find(query);
      if (!isWanted()) return true;
      const drawn = cards.show({ search, found, isWanted });
      // while the cards are loaded
      filters.show(counts, query.selection);
      await drawn;
      return true;
    } catch (error) {
      opening = undefined;
      if (isWanted()) tellFailure(status, error);
      return false;
    }
  };
}

function findParts(page: Document): Parts | null {
  const form = page.querySelector<HTMLFormElement>('#search');
  const words = page.querySelector<HTMLInputElement>('#search [name=q]');
  const sort = page.querySelector<HTMLSelectElement>('#search [name=sort]');
  const status = page.querySelector('#found');
  const list = page.querySelector('#cards');
  const more = page.querySelector<HTMLButtonElement>('#more');
  const filters = page.querySelector<HTMLElement>('#filters');
  if (!form || !words || !sort || !status || !list || !more || !filters) return null;
  return {
    ...{ form, words, sort, status, more },
    cards: startCards({ list, status, more }),
    filters: startFilters(filters),
  };
}

function tellFailure(status: Element, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  status.textContent = `The search could not be loaded: ${reason}. Try again, or use the lists.`;
}
