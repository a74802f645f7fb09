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

/** New terms are no longer taken in when there are so many: they would take all memory. */
const mostWhileCounting = 4_000_000;

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
  const told: Told[] = [];
  for (const [term, counts] of countDocuments(labels, termsOf, classes)) {
    const count = counts.reduce((sum, value) => sum + value, 0);
    if (count >= minCount)
      told.push({ term, count, difference: chiSquared(counts, count, shares) });
  }
  told.sort((a, b) => b.difference - a.difference || (a.term < b.term ? -1 : 1));
  const kept = told.slice(0, most);
  return {
    terms: kept.map(({ term }) => term),
    documentCounts: kept.map(({ count }) => count),
    documents: labels.length,
  };
}

interface Told {
  readonly term: string;
  readonly count: number;
  readonly difference: number;
}

/** Of each term, how many documents of each class it is in. */
function* countDocuments(
  labels: Int32Array,
  termsOf: (document: number) => Iterable<string>,
  classes: number,
): Generator<readonly [term: string, byClass: readonly number[]]> {
  const places = new Map<string, number>();
  const counts: number[] = [];
  const lastDocuments: number[] = [];
  for (const [document, label] of labels.entries()) {
    for (const term of termsOf(document)) {
      let place = places.get(term);
      if (place === undefined) {
        if (places.size >= mostWhileCounting) continue;
        place = lastDocuments.length;
        places.set(term, place);
        lastDocuments.push(-1);
        for (let index = 0; index < classes; index += 1) counts.push(0);
      }
      if (lastDocuments[place] === document) continue;
      lastDocuments[place] = document;
      counts[place * classes + label]! += 1;
    }
  }
  for (const [term, place] of places) {
    yield [term, counts.slice(place * classes, (place + 1) * classes)];
  }
}

function chiSquared(byClass: readonly number[], count: number, shares: Float64Array): number {
  return byClass.reduce((sum, found, index) => {
    const expected = count * shares[index]!;
    return expected === 0 ? sum : sum + (found - expected) ** 2 / expected;
  }, 0);
}
