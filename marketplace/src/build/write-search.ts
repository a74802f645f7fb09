import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareTitles } from '../catalogue/compare-titles.ts';
import type { IndexedModule } from '../catalogue/indexed-module.ts';
import { makeCard } from '../catalogue/module-card.ts';
import { makeColumns, type SearchTable } from '../catalogue/search-table.ts';
import { sortOrders, sortPlaces } from '../catalogue/sort-orders.ts';
import type { SiteFile } from '../files/site-file.ts';
import type { Manifest, WrittenSearch } from './manifest.ts';
import { nameByContent } from './name-by-content.ts';
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

/** A list of 24 modules by words touches about as many files, one of neighbours two or three. */
const cardsPerFile = 16;

/**
 * Writes what modules are found by: the index of words, made anew only when words have changed, the table of
 * facets, orders to sort by, and cards. All but the table are in files named by what they hold.
 */
export function writeSearch({ index, out, before }: SearchOptions): WrittenSearch {
  const byTitle = index.modules.toSorted(compareTitles);
  const made: MadeFolders = new Set();
  const write = (file: SiteFile): string => {
    writeSiteFile(file, out, made);
    return file.path;
  };
  const words = writeWords(wordsOf(byTitle, index), { before: before.search, out, write });
  const cards = packCards(byTitle);
  const orders = sortOrders.map((order) => ({
    order: order.name,
    ...nameFile('orders', sortPlaces(byTitle, order)),
  }));
  const known = new Set(before.search.paths);
  for (const file of [...cards, ...orders]) {
    if (!known.has(file.path) || !existsSync(join(out, file.path))) write(file);
  }
  const table: SearchTable = {
    schema: 'search-table/2',
    modules: byTitle.length,
    cards: cards.map(({ name }) => name).join(' '),
    cardsPerFile,
    words: words.list,
    orders: Object.fromEntries(orders.map(({ order, name }) => [order, name])),
    columns: makeColumns(byTitle),
  };
  const paths = [
    write({ path: 'search/table.json', content: JSON.stringify(table) }),
    ...[...orders, ...cards].map(({ path }) => path),
  ];
  return { ...words, paths };
}

type WrittenWords = Pick<WrittenSearch, 'key' | 'list' | 'words'>;
type Texts = Parameters<typeof makeTextIndex>[0];

interface WriteOptions {
  readonly before: WrittenWords;
  readonly out: string;
  readonly write: (file: SiteFile) => string;
}

function wordsOf(byTitle: readonly IndexedModule[], { textOf }: SiteIndex): Texts {
  return byTitle.map(({ id, entry }) => ({ title: entry.title, text: textOf(id) }));
}

function writeWords(texts: Texts, { before, out, write }: WriteOptions): WrittenWords {
  const key = nameByContent(JSON.stringify(texts));
  const isThere = before.words.every((path) => existsSync(join(out, path)));
  if (before.key === key && isThere) return { key, list: before.list, words: before.words };
  const { list, files } = makeTextIndex(texts);
  return { key, list, words: files.map(write) };
}

interface NamedFile extends SiteFile {
  readonly name: string;
}

function packCards(byTitle: readonly IndexedModule[]): readonly NamedFile[] {
  const cards = byTitle.map(makeCard);
  return Array.from({ length: Math.ceil(cards.length / cardsPerFile) }, (_, file) => {
    const start = file * cardsPerFile;
    return nameFile('cards', cards.slice(start, start + cardsPerFile));
  });
}

function nameFile(folder: string, value: unknown): NamedFile {
  const content = JSON.stringify(value);
  const name = nameByContent(content);
  return { name, path: `search/${folder}/${name}.json`, content };
}
