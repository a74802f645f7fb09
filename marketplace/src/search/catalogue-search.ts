import { prepareChoice, type Choice } from '../catalogue/choose-modules.ts';
import type { Card } from '../catalogue/module-card.ts';
import type { SearchQuery } from '../catalogue/search-query.ts';
import type { SearchTable } from '../catalogue/search-table.ts';
import { keepLoading } from './keep-loading.ts';
import { loadJson } from './load-json.ts';
import { loadWords, type FindWords } from './words.ts';

/** Searches the catalogue in the page; every file is loaded when it is first needed. */
export interface CatalogueSearch {
  /** Places of the modules in the table, in the order asked for, and what else would be found. */
  readonly find: (query: SearchQuery) => Promise<Choice>;
  readonly card: (place: number) => Promise<Card>;
}

/** @param folder address of `search/`, with its final slash */
export async function openSearch(folder: string): Promise<CatalogueSearch> {
  const table = await loadJson<SearchTable>(`${folder}table.json`, false);
  const names = table.cards.split(' ');
  const choose = prepareChoice(table);
  const loadCards = keepLoading((name: string) =>
    loadJson<readonly Card[]>(`${folder}cards/${name}.json`),
  );
  const loadOrder = keepLoading((sort: string) =>
    loadJson<readonly number[]>(`${folder}orders/${table.orders[sort]}.json`),
  );
  const words = keepLoading((list: string): Promise<FindWords> => {
    return loadWords({ folder: `${folder}words/`, list, modules: table.modules });
  });
  return {
    find: async ({ words: asked, selection, sort }) => {
      const hits = asked.trim() === '' ? null : await (await words(table.words))(asked);
      const choice = choose(selection, hits ?? undefined);
      if (sort === '') return choice;
      const isFound = new Set(choice.found);
      const order = await loadOrder(sort);
      return { ...choice, found: order.filter((place) => isFound.has(place)) };
    },
    card: async (place) => {
      const cards = await loadCards(names[Math.floor(place / table.cardsPerFile)]!);
      return cards[place % table.cardsPerFile]!;
    },
  };
}
