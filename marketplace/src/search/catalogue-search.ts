import { prepareChoice, type Choice, type Choose } from '../catalogue/choose-modules.ts';
import type { Card } from '../catalogue/module-card.ts';
import type { SearchQuery } from '../catalogue/search-query.ts';
import type { SearchTable } from '../catalogue/search-table.ts';
import { loadJson } from './load-json.ts';
import { loadWords, type FindWords } from './words.ts';

/** What a query finds. */
export interface Found extends Choice {
  /** Places in the table in the order asked for. */
  readonly ordered: readonly number[];
}

/** Searches the catalogue in the page; every file is loaded when it is first needed. */
export interface CatalogueSearch {
  readonly find: (query: SearchQuery) => Promise<Found>;
  readonly card: (place: number) => Promise<Card>;
}

/** @param folder address of `search/`, with its final slash */
export async function openSearch(folder: string): Promise<CatalogueSearch> {
  const table = await loadJson<SearchTable>(`${folder}table.json`);
  const names = table.cards === '' ? [] : table.cards.split(' ');
  const places = new Map(names.map((name, place) => [name, place]));
  const choose = prepareChoice(table);
  const cards = new Map<number, Promise<Card>>();
  const orders = new Map<string, Promise<readonly number[]>>();
  let words: Promise<FindWords> | undefined;
  return {
    find: async ({ words: asked, selection, sort }) => {
      if (asked.trim() !== '') words ??= loadWords(folder);
      const ranking = words === undefined ? null : await (await words)(asked);
      const hits = ranking?.flatMap((name) => places.get(name) ?? []) ?? null;
      const choice = chooseAmong(choose, selection, hits);
      const order = await orderOf(sort, hits, () => keep(orders, sort, () => loadOrder(sort)));
      return { ...choice, ordered: sortFound(choice.found, order) };
    },
    card: (place) => keep(cards, place, () => loadJson(`${folder}cards/${names[place]}.json`)),
  };

  function loadOrder(sort: string): Promise<readonly number[]> {
    return loadJson(`${folder}by-${sort}.json`);
  }
}

/** What has failed is tried anew when it is asked for again. */
function keep<Key, Value>(
  kept: Map<Key, Promise<Value>>,
  key: Key,
  load: () => Promise<Value>,
): Promise<Value> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const loading = load();
  kept.set(key, loading);
  loading.catch(() => kept.delete(key));
  return loading;
}

function chooseAmong(
  choose: Choose,
  selection: SearchQuery['selection'],
  hits: readonly number[] | null,
): Choice {
  if (hits === null) return choose(selection);
  const isHit = new Set(hits);
  return choose(selection, (place) => isHit.has(place));
}

/** Null for the order of the table. */
async function orderOf(
  sort: string,
  hits: readonly number[] | null,
  load: () => Promise<readonly number[]>,
): Promise<readonly number[] | null> {
  return sort === '' ? hits : load();
}

function sortFound(found: readonly number[], order: readonly number[] | null): readonly number[] {
  if (order === null) return found;
  const isFound = new Set(found);
  return order.filter((place) => isFound.has(place));
}
