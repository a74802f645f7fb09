import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareTitles } from '../catalogue/compare-titles.ts';
import type { IndexedModule } from '../catalogue/indexed-module.ts';
import { makeCard } from '../catalogue/module-card.ts';
import { makeSearchTable } from '../catalogue/search-table.ts';
import { sortOrders, sortPlaces } from '../catalogue/sort-orders.ts';
import type { SiteFile } from '../files/site-file.ts';
import type { Manifest, WrittenSearch } from './manifest.ts';
import type { SiteIndex } from './stored-index.ts';
import { makeTextIndex } from './text-index.ts';
import { writeSiteFile, type MadeFolders } from './write-site-file.ts';

export interface SearchOptions {
  readonly index: SiteIndex;
  /** Folder of the site. */
  readonly out: string;
  /** What lies there. */
  readonly before: Pick<Manifest, 'search'>;
}

/**
 * Writes what modules are found by: the index of words, made anew only when words have changed, the table of
 * facets, orders to sort by, and a card of each module, named as the index names it.
 */
export async function writeSearch({ index, out, before }: SearchOptions): Promise<WrittenSearch> {
  const texts = await writeTexts(index, out, before.search);
  const cardOf = (id: string): string => texts.names[id]!;
  const byTitle = index.modules.toSorted(compareTitles);
  const table: SiteFile = {
    path: 'search/table.json',
    content: JSON.stringify(makeSearchTable(byTitle, cardOf)),
  };
  const orders = sortOrders.map((order) => ({
    path: `search/by-${order.name}.json`,
    content: JSON.stringify(sortPlaces(byTitle, order)),
  }));
  const made: MadeFolders = new Set();
  for (const file of [table, ...orders]) writeSiteFile(file, out, made);
  const cards = writeCards(index.modules, { cardOf, out, before: before.search.cards });
  const others = [table, ...orders].map(({ path }) => path);
  return { ...texts, paths: [...texts.paths, ...others], cards };
}

type WrittenTexts = Pick<WrittenSearch, 'key' | 'names' | 'paths'>;

async function writeTexts(
  index: SiteIndex,
  out: string,
  before: WrittenSearch,
): Promise<WrittenTexts> {
  const texts = index.modules.map(({ id }) => ({ id, text: index.textOf(id) }));
  const key = hash(JSON.stringify(texts));
  const isThere = before.paths.every((path) => existsSync(join(out, path)));
  if (before.key === key && isThere) {
    const paths = before.paths.filter((path) => !/^search\/(table|by-)/.test(path));
    return { key, names: before.names, paths };
  }
  const { files, names } = await makeTextIndex(texts);
  const made: MadeFolders = new Set();
  for (const file of files) writeSiteFile(file, out, made);
  return { key, names, paths: files.map(({ path }) => path) };
}

interface CardOptions {
  readonly cardOf: (id: string) => string;
  readonly out: string;
  readonly before: WrittenSearch['cards'];
}

function writeCards(
  modules: readonly IndexedModule[],
  { cardOf, out, before }: CardOptions,
): WrittenSearch['cards'] {
  const made: MadeFolders = new Set();
  const cards: Record<string, string> = {};
  for (const module of modules) {
    const path = `search/cards/${cardOf(module.id)}.json`;
    const content = JSON.stringify(makeCard(module));
    cards[path] = hash(content);
    if (before[path] === cards[path] && existsSync(join(out, path))) continue;
    writeSiteFile({ path, content }, out, made);
  }
  return cards;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
