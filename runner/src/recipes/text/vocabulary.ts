/** Terms of the texts a model was fitted to, the most telling first. */
export interface Vocabulary {
  readonly terms: readonly string[];
  /** How many texts each term is in. */
  readonly documentCounts: readonly number[];
  /** Texts in all. */
  readonly documents: number;
}

export interface VocabularyOptions {
  /** Fewest texts a term is in. */
  readonly minCount: number;
  readonly most: number;
  readonly classes: number;
}

/** Rare terms are forgotten on the way when there are more: they would take all memory. */
const mostWhileCounting = 3_000_000;

/**
 * Learns the terms that differ most between classes, by the chi-squared statistic of being in a text
 * (Yang and Pedersen 1997); equal ones in the order of their characters.
 * @param termsOf terms of each text, asked for once, in order
 */
export function learnVocabulary(
  labels: Int32Array,
  termsOf: (document: number) => Iterable<string>,
  { minCount, most, classes }: VocabularyOptions,
): Vocabulary {
  const shares = new Float64Array(classes);
  for (const label of labels) shares[label]! += 1 / labels.length;
  const counts = countDocuments(labels, termsOf, classes);
  const told = [...counts].flatMap(([term, byClass]) => {
    const count = byClass.reduce((sum, value) => sum + value, 0);
    return count < minCount
      ? []
      : [{ term, count, difference: chiSquared(byClass, count, shares) }];
  });
  told.sort((a, b) => b.difference - a.difference || (a.term < b.term ? -1 : 1));
  const kept = told.slice(0, most);
  return {
    terms: kept.map(({ term }) => term),
    documentCounts: kept.map(({ count }) => count),
    documents: labels.length,
  };
}

function countDocuments(
  labels: Int32Array,
  termsOf: (document: number) => Iterable<string>,
  classes: number,
): ReadonlyMap<string, Uint32Array> {
  const counts = new Map<string, Uint32Array>();
  for (const [document, label] of labels.entries()) {
    for (const term of new Set(termsOf(document))) {
      let byClass = counts.get(term);
      if (byClass === undefined) counts.set(term, (byClass = new Uint32Array(classes)));
      byClass[label]! += 1;
    }
    if (counts.size > mostWhileCounting) forgetRare(counts);
  }
  return counts;
}

function forgetRare(counts: Map<string, Uint32Array>): void {
  for (const [term, byClass] of counts) {
    if (byClass.reduce((sum, value) => sum + value, 0) === 1) counts.delete(term);
  }
}

function chiSquared(byClass: Uint32Array, count: number, shares: Float64Array): number {
  return byClass.reduce((sum, found, index) => {
    const expected = count * shares[index]!;
    return expected === 0 ? sum : sum + (found - expected) ** 2 / expected;
  }, 0);
}
