import fc from 'fast-check';
import type { SequenceEvent } from './event.ts';
import { anyEvent } from './events.ts';
import { plot } from './plots.ts';

const part: fc.Arbitrary<readonly SequenceEvent[]> = fc.oneof(
  { weight: 5, arbitrary: anyEvent.map((event) => [event]) },
  { weight: 3, arbitrary: plot },
);
const parts = fc.array(part, { minLength: 3, maxLength: 9, size: 'max' });

/** The events of a seed: always the same. */
export function sequenceOf(seed: number): readonly SequenceEvent[] {
  return fc.sample(parts, { seed, numRuns: 1 })[0]!.flat();
}
