import { createRandom, deriveSeed } from '../../random.ts';

/** Share that is set aside. */
const share = 0.2;

/** Training rows divided once more, for what needs rows that were not fitted to. */
export function divideRows(
  count: number,
  seed: number,
): { readonly most: readonly number[]; readonly rest: readonly number[] } {
  const random = createRandom(deriveSeed(seed, 'divide'));
  const order = random.shuffle(Array.from({ length: count }, (_, index) => index));
  const aside = Math.max(1, Math.round(count * share));
  const sorted = (indices: readonly number[]): number[] => indices.toSorted((a, b) => a - b);
  return { most: sorted(order.slice(aside)), rest: sorted(order.slice(0, aside)) };
}
