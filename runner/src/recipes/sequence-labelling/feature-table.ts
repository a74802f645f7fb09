import type { FeatureOptions } from './knobs.ts';
import { featuresOf, wordFeature } from './word-features.ts';

/** Features a model knows, by name; their places are those of its weights. */
export interface FeatureTable {
  readonly options: FeatureOptions;
  readonly places: ReadonlyMap<string, number>;
}

/** Known features of a sentence's tokens, one token after the other. */
export interface SentenceFeatures {
  readonly length: number;
  /** Where each token's begin in `features`; one more than there are tokens. */
  readonly offsets: Uint32Array;
  readonly features: Uint32Array;
}

/**
 * Learns features from training sentences: all words, and what occurs often enough; the commonest when
 * there are too many, equal ones in the order of their characters.
 */
export function learnFeatures(
  sentences: readonly (readonly string[])[],
  options: FeatureOptions,
  { minCount, most }: { readonly minCount: number; readonly most: number },
): FeatureTable {
  const counts = new Map<string, number>();
  for (const tokens of sentences) {
    for (const names of featuresOf(tokens, options)) {
      for (const name of names) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  const kept = [...counts].filter(([name, count]) => count >= minCount || name.startsWith('w='));
  kept.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return tableOf(
    options,
    kept.slice(0, most).map(([name]) => name),
  );
}

export function tableOf(options: FeatureOptions, names: readonly string[]): FeatureTable {
  return { options, places: new Map(names.map((name, place) => [name, place])) };
}

/** Whether a model saw a word while it was fitted. */
export function knowsWord({ places }: FeatureTable, token: string): boolean {
  return places.has(wordFeature(token));
}

export function encodeSentence(
  { options, places }: FeatureTable,
  tokens: readonly string[],
): SentenceFeatures {
  const offsets = new Uint32Array(tokens.length + 1);
  const found: number[] = [];
  for (const [place, names] of featuresOf(tokens, options).entries()) {
    for (const name of names) {
      const known = places.get(name);
      if (known !== undefined) found.push(known);
    }
    offsets[place + 1] = found.length;
  }
  return { length: tokens.length, offsets, features: Uint32Array.from(found) };
}
