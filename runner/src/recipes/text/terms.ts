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
  let runs = words;
  for (let length = 2; length <= longest; length += 1) {
    runs = words.slice(length - 1).map((word, start) => `${runs[start]!} ${word}`);
    for (const run of runs) terms.push(run);
  }
  return terms;
}

/** Runs of code points of a word with a space at both ends, which mark where it begins and ends. */
function characterRuns(word: string, longest: number): string[] {
  const characters = [' ', ...word, ' '];
  // most words have no character of two code units, and are cut up much faster as a whole
  const whole = characters.length === word.length + 2 ? ` ${word} ` : undefined;
  const runs: string[] = [];
  for (let length = shortestCharacters; length <= longest; length += 1) {
    for (let end = length; end <= characters.length; end += 1) {
      runs.push(whole?.slice(end - length, end) ?? characters.slice(end - length, end).join(''));
    }
  }
  return runs;
}
