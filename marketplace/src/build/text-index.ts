import { packWords, type IndexedText, type WordList } from '../catalogue/word-index.ts';
import type { SiteFile } from '../files/site-file.ts';
import { nameByContent } from './name-by-content.ts';

export interface TextIndex {
  /** Name of the list of files. */
  readonly list: string;
  /** The list and its files of words, below `search/words/`. */
  readonly files: readonly SiteFile[];
}

/** Makes the index that texts are found by in the page, by their places; the same for the same texts. */
export function makeTextIndex(texts: readonly IndexedText[]): TextIndex {
  const packed = packWords(texts).map(({ first, content }) => ({
    first,
    ...wordsFile(content),
  }));
  const names: WordList = {
    from: packed.map(({ first }) => first).join(' '),
    files: packed.map(({ name }) => name).join(' '),
  };
  const list = wordsFile(JSON.stringify(names));
  return { list: list.name, files: [list.file, ...packed.map(({ file }) => file)] };
}

function wordsFile(content: string): { readonly name: string; readonly file: SiteFile } {
  const name = nameByContent(content);
  return { name, file: { path: `search/words/${name}.json`, content } };
}
