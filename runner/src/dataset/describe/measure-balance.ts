import type { ClassCount, DatasetRecord } from '@orangery/schemas';
import { rounded } from './rounded.ts';

/** How evenly the examples fall to the classes; of none, nothing can be said. */
export function measureBalance(classes: readonly ClassCount[]): DatasetRecord['balance'] {
  if (classes.length === 0) return undefined;
  let [largest, smallest, total] = [0, Infinity, 0];
  for (const { count } of classes) {
    largest = Math.max(largest, count);
    smallest = Math.min(smallest, count);
    total += count;
  }
  return {
    largest: rounded(largest / total),
    smallest: rounded(smallest / total),
    ratio: rounded(largest / smallest),
  };
}
