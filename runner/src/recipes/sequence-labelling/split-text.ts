// counts are bounded: a stranger's text must not make the search run over itself again and again
const sentenceEnd = /(?<=[.!?…]["'”’)\]]{0,3})\s{1,9}(?=["'“‘([]{0,3}[\p{Lu}\p{N}])|(?<=[。！？])/u;
const tokenPattern = new RegExp(
  [
    String.raw`https?:\/\/\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+`,
    // a letter alone, as in U.S. and e.g.
    String.raw`(?:\p{L}\.){2,}`,
    String.raw`[\p{L}\p{M}\p{N}_]+(?:[.,]\p{N}+|['’-][\p{L}\p{M}\p{N}_]+)*`,
    String.raw`\.{2,}|-{2,}|[!?]{2,}|\S`,
  ].join('|'),
  'gu',
);
/** English endings that corpora write as words of their own. */
const clitic = /^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$/iu;

/**
 * Sentences of a text, each as its tokens, by simple rules: for languages that put spaces between words. A
 * text that was tokenised as the training data was is better given as tokens.
 */
export function splitText(text: string): string[][] {
  return text
    .normalize('NFC')
    .split('\n')
    .flatMap((line) => line.split(sentenceEnd))
    .map((sentence) => (sentence.match(tokenPattern) ?? []).flatMap(splitClitic))
    .filter((tokens) => tokens.length > 0);
}

function splitClitic(token: string): string[] {
  const [, word, ending] = clitic.exec(token) ?? [];
  return word === undefined || ending === undefined ? [token] : [word, ending];
}
