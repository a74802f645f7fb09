import type { DatasetRecord } from '@orangery/schemas';
import { rounded } from './rounded.ts';

/**
 * Counts validation examples whose content is also in the data they are held out from. Only the
 * validation's hashes are held in memory: it is the smaller part.
 */
export function countLeakage(
  validation: Iterable<string>,
  heldOutFrom: Iterable<string>,
): NonNullable<DatasetRecord['leakage']> {
  const waiting = new Map<string, number>();
  let total = 0;
  for (const hash of validation) {
    waiting.set(hash, (waiting.get(hash) ?? 0) + 1);
    total += 1;
  }
  let count = 0;
  for (const hash of heldOutFrom) {
    count += waiting.get(hash) ?? 0;
    waiting.delete(hash);
  }
  return { count, share: total === 0 ? 0 : rounded(count / total) };
}
