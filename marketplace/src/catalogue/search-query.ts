import type { Selection } from './choose-modules.ts';
import { facets } from './facets.ts';
import { sortOrders } from './sort-orders.ts';

/** What is asked of the catalogue, as it stands in the address. */
export interface SearchQuery {
  readonly words: string;
  readonly selection: Selection;
  /** Name of an order; empty for the best fit of words, else by name. */
  readonly sort: string;
}

/** Unknown names and orders are passed over: addresses are typed and grow old. */
export function parseQuery(search: string): SearchQuery {
  const parameters = new URLSearchParams(search);
  const asked = facets.map(({ name }) => [name, [...new Set(parameters.getAll(name))]] as const);
  const sort = parameters.get('sort') ?? '';
  return {
    words: parameters.get('q') ?? '',
    selection: Object.fromEntries(asked.filter(([, values]) => values.length > 0)),
    sort: sortOrders.some(({ name }) => name === sort) ? sort : '',
  };
}

/** The part of an address that asks for it, with its question mark; empty when nothing is asked. */
export function formatQuery({ words, selection, sort }: SearchQuery): string {
  const parameters = new URLSearchParams();
  if (words.trim() !== '') parameters.set('q', words);
  for (const { name } of facets) {
    for (const value of selection[name] ?? []) parameters.append(name, value);
  }
  if (sort !== '') parameters.set('sort', sort);
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
