import { splitWords } from './split-words.ts';

/** A text that is found by its words, at its place among all. */
export interface IndexedText {
  /** Its words weigh most. */
  readonly title: string;
  readonly text: string;
}

/**
 * Where words stand: of each, its texts in order of their places. A number is how far the text is from the
 * one before, times four, plus how much the word weighs there.
 */
export type WordFile = Readonly<Record<string, readonly number[]>>;

/** Which file holds a word: the last one that does not begin after it. */
export interface WordList {
  /** The first word of each file, joined by spaces; sorted. */
  readonly from: string;
  /** Names of the files, joined by spaces. */
  readonly files: string;
}

/** A text that a word stands in. */
export interface WordPlace {
  readonly place: number;
  /** 0 once, 1 two or three times, 2 more often, 3 in its title. */
  readonly weight: number;
}

/** The first word of a file, and its content. */
export interface PackedWords {
  readonly first: string;
  readonly content: string;
}

const weights = 4;
const inTitle = 3;
/** A query loads one or two of them: some 9 kB each when compressed. */
const fileCharacters = 24_000;

/** Packs the index of texts into files of words that stand side by side in the alphabet. */
export function packWords(texts: readonly IndexedText[]): readonly PackedWords[] {
  const index = indexWords(texts);
  const files: PackedWords[] = [];
  let packed: string[] = [];
  let first = '';
  let length = 0;
  const close = (): void => {
    if (packed.length > 0) files.push({ first, content: `{${packed.join(',')}}` });
    packed = [];
    length = 0;
  };
  for (const word of [...index.keys()].sort()) {
    if (packed.length === 0) first = word;
    packed.push(`${JSON.stringify(word)}:[${index.get(word)!.join(',')}]`);
    length += packed.at(-1)!.length;
    if (length >= fileCharacters) close();
  }
  close();
  return files;
}

/** Texts of a word that a file holds, by growing places. */
export function readPlaces(packed: readonly number[]): readonly WordPlace[] {
  let place = 0;
  return packed.map((number) => {
    place += Math.floor(number / weights);
    return { place, weight: number % weights };
  });
}

function indexWords(texts: readonly IndexedText[]): Map<string, number[]> {
  const index = new Map<string, number[]>();
  const last = new Map<string, number>();
  for (const [place, { title, text }] of texts.entries()) {
    const named = new Set(splitWords(title));
    for (const [word, times] of countWords(`${title} ${text}`)) {
      const weight = named.has(word) ? inTitle : Math.min(2, times >> 1);
      const packed = (place - (last.get(word) ?? 0)) * weights + weight;
      const known = index.get(word);
      if (known === undefined) index.set(word, [packed]);
      else known.push(packed);
      last.set(word, place);
    }
  }
  return index;
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
