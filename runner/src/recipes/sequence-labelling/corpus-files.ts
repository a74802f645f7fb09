const surely = /\.(conllu|conllx|conll|iob2?|bioe?s?|bmes)$/i;
const perhaps = /\.(tsv|txt|tags|pos|ner|data|train|dev|test[ab]?)$/i;
const corpusName = /(^|\/)corpus\.tsv$/i;
// what archives leave beside the data, and what describes it
const besides = /(^|\/)([._]|(readme|license|licence|changelog|stats)\b)/i;

/** Whether a path is that of SINGA-Auto's table of tokens. */
export function isCorpusTable(path: string): boolean {
  return corpusName.test(path);
}

/** Whether a path is that of a corpus by its name alone. */
export function isCorpus(path: string): boolean {
  return (surely.test(path) || corpusName.test(path)) && !besides.test(path);
}

/** Whether a path may be that of a corpus. */
export function mayBeCorpus(path: string): boolean {
  return (isCorpus(path) || perhaps.test(path)) && !besides.test(path);
}

/** The files of a dataset that hold its sentences, in path order. */
export function corpusFiles<File extends { readonly path: string }>(
  files: readonly File[],
): readonly File[] {
  const sure = files.filter(({ path }) => isCorpus(path));
  const found = sure.length > 0 ? sure : files.filter(({ path }) => mayBeCorpus(path));
  const corpus = found.length === 0 && files.length === 1 ? files : found;
  return corpus.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
