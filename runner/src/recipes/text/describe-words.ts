import type { DatasetRecord } from '@orangery/schemas';

/** Counts words over examples: all, different ones, those of the longest. */
export function describeWords(
  examples: Iterable<readonly string[]>,
): NonNullable<DatasetRecord['words']> {
  const distinct = new Set<string>();
  let [count, longest] = [0, 0];
  for (const words of examples) {
    for (const word of words) distinct.add(word);
    count += words.length;
    longest = Math.max(longest, words.length);
  }
  return { count, distinct: distinct.size, longest };
}
