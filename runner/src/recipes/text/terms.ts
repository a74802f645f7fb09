import { splitWords } from './split-words.ts';

/** What a text is described by. */
export interface TermOptions {
  /** `words`: words and runs of them; `characters`: runs of characters inside words. */
  readonly unit: 'words' | 'characters';
  /** Longest run: of words 1 to 3; of characters 3 to 6, from 2 up. */
  readonly longest: number;
}

const shortestCharacters = 2;

/** Terms of a text in order, with repeats; the words of a run are joined by spaces. */
export function termsOf(text: string, { unit, longest }: TermOptions): string[] {
  const words = splitWords(text);
  if (unit === 'characters') return words.flatMap((word) => characterRuns(word, longest));
  const terms = [...words];
  for (let length = 2; length <= longest; length += 1) {
    for (let end = length; end <= words.length; end += 1) {
      terms.push(words.slice(end - length, end).join(' '));
    }
  }
  return terms;
}

/** Runs of code points of a word with a space at both ends, which mark where it begins and ends. */
function characterRuns(word: string, longest: number): string[] {
  const characters = [' ', ...word, ' '];
  const runs: string[] = [];
  for (let length = shortestCharacters; length <= longest; length += 1) {
    for (let end = length; end <= characters.length; end += 1) {
      runs.push(characters.slice(end - length, end).join(''));
    }
  }
  return runs;
}
