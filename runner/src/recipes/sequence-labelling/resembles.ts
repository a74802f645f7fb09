import type { DataFile } from '../../dataset/data-file.ts';
import { corpusFiles, isCorpus, mayBeCorpus } from './corpus-files.ts';

/** A `.tsv` or `.txt` may as well be a table, or a text of a class. */
const perhaps = 0.2;
const mostPerhaps = 5;

/** How much files look like labelled sentences, by their names. */
export function resemblesCorpus(files: readonly DataFile[]): number {
  if (files.length === 0) return 0;
  if (files.some(({ path }) => isCorpus(path))) {
    // beside them lie a README and a licence, and in a treebank the plain texts
    return files.filter(({ path }) => mayBeCorpus(path)).length > files.length / 2 ? 1 : 0.5;
  }
  const isFew = files.length <= mostPerhaps && corpusFiles(files).length > 0;
  return isFew && files.some(({ path }) => mayBeCorpus(path)) ? perhaps : 0;
}
