import { Failure } from '@orangery/schemas';
import { packSparseRows, type SparseRows } from '../text/sparse-rows.ts';
import { termsOf, type TermOptions } from '../text/terms.ts';
import type { Vocabulary } from '../text/vocabulary.ts';

/** How a text becomes numbers; saved with the weights. */
export interface TextPreprocessing extends Vocabulary {
  readonly recipe: 'text-classification';
  readonly family: 'linear' | 'embedding';
  readonly termOptions: TermOptions;
  /** `tfidf`: rarer and repeated terms count more; `presence`: each term of a text counts alike. */
  readonly weighting: 'tfidf' | 'presence';
  readonly classes: readonly string[];
}

/** Turns texts into rows of the vocabulary's terms, each of length 1. */
export class TermEncoder {
  readonly #preprocessing: TextPreprocessing;
  readonly #places: ReadonlyMap<string, number>;

  constructor(preprocessing: TextPreprocessing) {
    this.#preprocessing = preprocessing;
    this.#places = new Map(preprocessing.terms.map((term, index) => [term, index]));
  }

  encode(texts: readonly string[]): SparseRows {
    return packSparseRows(texts.map((text) => this.#row(text)));
  }

  #row(text: string): ReadonlyMap<number, number> {
    const counts = new Map<number, number>();
    for (const term of termsOf(text, this.#preprocessing.termOptions)) {
      const place = this.#places.get(term);
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    let squares = 0;
    for (const [place, count] of counts) {
      const value = this.#valueOf(place, count);
      counts.set(place, value);
      squares += value * value;
    }
    const length = Math.sqrt(squares) || 1;
    for (const [place, value] of counts) counts.set(place, value / length);
    return counts;
  }

  /** The logarithm of how often a term is there, by how few texts have it (Spärck Jones 1972). */
  #valueOf(place: number, count: number): number {
    const { weighting, documents, documentCounts } = this.#preprocessing;
    if (weighting === 'presence') return 1;
    const rarity = Math.log((1 + documents) / (1 + documentCounts[place]!)) + 1;
    return (1 + Math.log(count)) * rarity;
  }
}

/** @throws Failure FILE_INVALID when the saved file is not one of this recipe */
export function parseTextPreprocessing(value: unknown): TextPreprocessing {
  const found = (value ?? {}) as Partial<Record<keyof TextPreprocessing, unknown>>;
  const options = (found.termOptions ?? {}) as Partial<Record<keyof TermOptions, unknown>>;
  const isValid =
    found.recipe === 'text-classification' &&
    (found.family === 'linear' || found.family === 'embedding') &&
    (found.weighting === 'tfidf' || found.weighting === 'presence') &&
    (options.unit === 'words' || options.unit === 'characters') &&
    isLength(options.longest) &&
    Number.isInteger(found.documents) &&
    areTexts(found.classes) &&
    areTexts(found.terms) &&
    Array.isArray(found.documentCounts) &&
    found.documentCounts.length === found.terms.length &&
    found.documentCounts.every((count) => Number.isInteger(count));
  if (isValid) return value as TextPreprocessing;
  throw new Failure(
    'FILE_INVALID',
    'artifact/preprocessing.json: expected the preprocessing of text-classification',
  );
}

function areTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isLength(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 6;
}
