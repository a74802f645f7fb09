import { stemmer } from 'stemmer';
import { splitWords } from '../catalogue/split-words.ts';
import { readPlaces, type WordFile, type WordList } from '../catalogue/word-index.ts';
import { keepLoading } from './keep-loading.ts';
import { loadJson } from './load-json.ts';

/** Places of the modules that hold all words, the best first; null when no word is asked for. */
export type FindWords = (asked: string) => Promise<readonly number[] | null>;

export interface WordFiles {
  /** Address of the index, with its final slash. */
  readonly folder: string;
  /** Name of the list of its files. */
  readonly list: string;
  /** How many there are to be found in. */
  readonly modules: number;
}

/** Of each module, how well it fits one word; 0 when it does not hold it. */
type Fits = Float32Array;

/** By the weights of the index: once, some times, often, in the title. */
const weightFits = [1, 1.3, 1.6, 4];
const sameStemFits = 0.7;
const beginningFits = 0.5;
/** Who pastes a page of text is answered by its beginning. */
const mostTerms = 16;
/** Fewer letters begin too many words. */
const fewestLetters = 3;

/** Loads the index of words; its files come when a word of them is first asked for. */
export async function loadWords({ folder, list, modules }: WordFiles): Promise<FindWords> {
  const { from, files } = await loadJson<WordList>(`${folder}${list}.json`);
  const firsts = from === '' ? [] : from.split(' ');
  const names = files.split(' ');
  const load = keepLoading((name: string) => loadJson<WordFile>(`${folder}${name}.json`));
  const fitsOf = async (asked: string): Promise<Fits | null> => {
    const stem = stemmer(asked);
    const start = commonStart(asked, stem);
    const found = await Promise.all(filesOf(firsts, start).map((file) => load(names[file]!)));
    return weigh(found, { asked, stem, start }, modules);
  };
  return async (asked) => {
    const terms = [...new Set(splitWords(asked))].slice(0, mostTerms);
    const fits = await Promise.all(terms.map(fitsOf));
    const counted = fits.filter((fit) => fit !== null);
    return counted.length === 0 ? null : rank(counted, modules);
  };
}

/** What the words that are found have in common: a stem may end otherwise, as “studi” of “study”. */
function commonStart(asked: string, stem: string): string {
  let length = 0;
  while (length < stem.length && stem[length] === asked[length]) length += 1;
  return length < fewestLetters ? asked : asked.slice(0, length);
}

/** Numbers of the files that hold words beginning so; of a short start that word alone. */
function filesOf(firsts: readonly string[], start: string): readonly number[] {
  const end = start.length < fewestLetters ? start : `${start}\uffff`;
  return [...firsts.keys()].filter(
    (file) => firsts[file]! <= end && !(file + 1 < firsts.length && firsts[file + 1]! <= start),
  );
}

interface Term {
  readonly asked: string;
  readonly stem: string;
  readonly start: string;
}

/** @returns null for letters that a longer word may begin with, and that are no word themselves */
function weigh(files: readonly WordFile[], term: Term, modules: number): Fits | null {
  const fits = new Float32Array(modules);
  let count = 0;
  for (const [word, packed] of files.flatMap((file) => Object.entries(file))) {
    const match = matches(word, term);
    if (match === 0) continue;
    for (const { place, weight } of readPlaces(packed)) {
      if (fits[place] === 0) count += 1;
      fits[place] = Math.max(fits[place]!, match * weightFits[weight]!);
    }
  }
  if (count === 0) return term.asked.length < fewestLetters ? null : fits;
  // a word that few modules hold says more (Spärck Jones 1972)
  const rarity = Math.log(1 + modules / count);
  return fits.map((fit) => fit * rarity);
}

function matches(word: string, { asked, stem, start }: Term): number {
  if (word === asked) return 1;
  if (asked.length < fewestLetters || !word.startsWith(start)) return 0;
  if (stemmer(word) === stem) return sameStemFits;
  return word.startsWith(asked) ? beginningFits : 0;
}

function rank(fits: readonly Fits[], modules: number): readonly number[] {
  const sums = new Float32Array(modules);
  const found: number[] = [];
  for (let place = 0; place < modules; place += 1) {
    if (!fits.every((fit) => fit[place]! > 0)) continue;
    sums[place] = fits.reduce((sum, fit) => sum + fit[place]!, 0);
    found.push(place);
  }
  return found.sort((a, b) => sums[b]! - sums[a]! || a - b);
}
