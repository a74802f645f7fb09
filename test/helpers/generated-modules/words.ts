import type { Random } from '../../../runner/src/random.ts';

export const subjects = [
  ...['leaf', 'seed', 'table', 'voice', 'river', 'cell', 'road', 'ticket', 'galaxy', 'wheat'],
  ...['plankton', 'invoice', 'glacier', 'heartbeat', 'orchard', 'harbour', 'sentence', 'storm'],
];

const consonants = 'bcdfghklmnprstvz';
const vowels = 'aeiou';
const wordCount = 4000;

/** Made-up words of two to four syllables, so that no word is in every language's list of common ones. */
const words: readonly string[] = Array.from({ length: wordCount }, (_, number) => {
  let rest = number + 37;
  let word = '';
  for (let syllable = 0; syllable < 2 + (number % 3); syllable += 1) {
    word += consonants[rest % consonants.length]! + vowels[(rest >> 4) % vowels.length]!;
    rest = (rest * 131 + 7) % 65_521;
  }
  return word;
});

/** Few words are frequent and many are rare, as in any language. */
export function pickWord(random: Random): string {
  return words[Math.floor(random.uniform() ** 3 * words.length)]!;
}

export function pickWords(random: Random, count: number): string {
  return Array.from({ length: count }, () => pickWord(random)).join(' ');
}

/** `pine-leaf-7` as a title: `Pine leaf 7`. */
export function titleWords(id: string): string {
  return id[0]!.toUpperCase() + id.slice(1).replaceAll('-', ' ');
}
