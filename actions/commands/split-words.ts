/** Words of a line, or why it cannot be split. */
export type Split =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'mistake'; readonly problem: string };

const open: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };

/**
 * Splits a line into words at spaces; quotation marks keep a word together. Nothing is expanded:
 * a dollar sign, a back-tick or a backslash is itself.
 */
export function splitWords(line: string): Split {
  const words: string[] = [];
  let word: string | null = null;
  let until: string | null = null;
  for (const character of line) {
    if (until !== null) {
      if (character === until) until = null;
      else word += character;
    } else if (open[character] !== undefined && (word === null || word.endsWith('='))) {
      until = open[character];
      word ??= '';
    } else if (/\s/u.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (until !== null) {
    return { kind: 'mistake', problem: `expected a closing ${until}, found the end of the line` };
  }
  if (word !== null) words.push(word);
  return { kind: 'words', words };
}
