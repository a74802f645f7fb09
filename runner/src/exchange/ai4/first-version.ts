import { isRecord, isText } from './field.ts';

/** A file of 1.x as one of 2.x, and where each value stood. */
export interface Upgraded {
  readonly document: Readonly<Record<string, unknown>>;
  /** Pointer of 2.x → pointer in the file. */
  placeOf(pointer: string): string;
}

/** Keys of 1.x that 2.x forbids. */
export const retiredKeys: readonly string[] = [
  ...['tosca', 'sources', 'dataset_url', 'cite_url', 'date_creation', 'keywords'],
];

/** Paths of 1.x → paths of 2.x. */
const moved: readonly (readonly [string, string])[] = [
  ['date_creation', 'dates/created'],
  ['keywords', 'tags'],
  ['cite_url', 'links/citation'],
  ['dataset_url', 'links/dataset'],
  ['training_files_url', 'links/training_data'],
  ['sources/code', 'links/source_code'],
  ['sources/docker_registry_repo', 'links/docker_image'],
  ['sources/pre_trained_weights', 'links/weights'],
  ['sources/zenodo_doi', 'links/zenodo_doi'],
  ['sources/ai4_template', 'links/ai4_template'],
];

/** Whether a file has the form of 1.x, whatever version it says: some of 2.x say 1.0.0. */
export function isFirstVersion(document: Readonly<Record<string, unknown>>): boolean {
  if (isRecord(document.links)) return false;
  return retiredKeys.some((key) => key in document);
}

/**
 * A file of 1.x in the form of 2.x. What 2.x has no place for stays where it is.
 * @param words of AI4 that a keyword may be, by their key: 1.x has keywords alone
 */
export function upgradeFirstVersion(
  first: Readonly<Record<string, unknown>>,
  words: Readonly<Record<string, readonly string[]>>,
): Upgraded {
  const document: Record<string, unknown> = structuredClone(first);
  const places = new Map<string, string>();
  for (const [from, to] of moved) {
    const value = takeOut(document, from.split('/'));
    if (value === undefined) continue;
    putIn(document, to.split('/'), value);
    places.set(`/${to}`, `/${from}`);
  }
  if (isRecord(document.sources) && Object.keys(document.sources).length === 0) {
    delete document.sources;
  }
  const { description } = document;
  if (Array.isArray(description) && description.every(isText)) {
    // some wrote the line ends of JSON into YAML
    document.description = description.join('\n').replaceAll('\\n', '\n');
  }
  for (const [key, known] of Object.entries(words)) {
    const found = wordsIn(document.tags, known);
    if (document[key] === undefined && found.length > 0) {
      document[key] = found;
      places.set(`/${key}`, '/keywords');
    }
  }
  return { document, placeOf: (pointer) => placeOf(pointer, places) };
}

function placeOf(pointer: string, places: ReadonlyMap<string, string>): string {
  for (const [to, from] of places) {
    if (pointer === to || pointer.startsWith(`${to}/`)) return `${from}${pointer.slice(to.length)}`;
  }
  return pointer;
}

function takeOut(document: Record<string, unknown>, [name, below]: readonly string[]): unknown {
  const holder = below === undefined ? document : document[name!];
  if (!isRecord(holder)) return undefined;
  const { [below ?? name!]: value, ...rest } = holder;
  if (value === undefined) return undefined;
  if (below === undefined) delete document[name!];
  else document[name!] = rest;
  return value;
}

function putIn(
  document: Record<string, unknown>,
  [name, below]: readonly string[],
  value: unknown,
): void {
  if (below === undefined) document[name!] = value;
  else
    document[name!] = {
      ...(isRecord(document[name!]) ? (document[name!] as object) : {}),
      [below]: value,
    };
}

/** Words of AI4 among keywords, written in whatever letters; `trainable` is `AI4 trainable`. */
function wordsIn(keywords: unknown, known: readonly string[]): readonly string[] {
  if (!Array.isArray(keywords)) return [];
  const said = new Set(keywords.filter(isText).map(plain));
  return known.filter((word) => word !== 'Other' && said.has(plain(word)));
}

function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/^ai4 /, '')
    .replaceAll(/[\s_-]+/g, ' ');
}
