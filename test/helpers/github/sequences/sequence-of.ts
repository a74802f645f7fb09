import fc from 'fast-check';
import type { SequenceEvent } from './event.ts';
import { anyEvent } from './events.ts';
import { plot } from './plots.ts';

const part: fc.Arbitrary<readonly SequenceEvent[]> = fc.oneof(
  { weight: 5, arbitrary: anyEvent.map((event) => [event]) },
  { weight: 3, arbitrary: plot },
);
const usual = { minLength: 3, maxLength: 9 };

/**
 * The events of a seed: always the same.
 * @param length in parts, of which some are a few events
 */
export function sequenceOf(seed: number, length = usual): readonly SequenceEvent[] {
  const parts = fc.array(part, { ...length, size: 'max' });
  return fc.sample(parts, { seed, numRuns: 1 })[0]!.flat();
}
