/**
 * Scripts written without spaces: each character is a word, so that pairs of words are what
 * neighbours mean together.
 */
const unspaced = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const word = String.raw`(?:(?![${unspaced}])[\p{L}\p{M}\p{N}_])+`;
const pattern = new RegExp(
  [
    `[${unspaced}]\\p{M}*`,
    // don’t, l’homme, well-known, 3.14
    `${word}(?:['’.-]${word})*`,
    // what is said by punctuation alone
    String.raw`[!?]+|[:;=]-?[()dp](?![\p{L}\p{N}])|\p{Extended_Pictographic}`,
  ].join('|'),
  'gu',
);

/**
 * Words of a text in any script, in lower case and one Unicode form; marks that carry a tone are words too.
 */
export function splitWords(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().replaceAll('’', "'").match(pattern) ?? [];
}

/** How many words {@link splitWords} finds. */
export function countWords(text: string): number {
  return splitWords(text).length;
}
