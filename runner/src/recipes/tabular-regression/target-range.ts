import type { TargetRange } from '@orangery/schemas';
import { scaleOf } from './preprocessing.ts';
import type { NumberData } from './read-numbers.ts';

/** Least, greatest, mean and deviation of what is to be predicted; for public data only. */
export function describeNumbers({ values }: NumberData): { readonly targetRange: TargetRange } {
  const [min, max] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return { targetRange: { min, max, ...scaleOf(values) } };
}
