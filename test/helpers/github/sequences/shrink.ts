import type { SequenceEvent } from './event.ts';

/** Leaves out every event that is not needed for a sequence to go wrong. */
export async function shrink(
  events: readonly SequenceEvent[],
  isWrong: (events: readonly SequenceEvent[]) => Promise<boolean>,
): Promise<readonly SequenceEvent[]> {
  let least = events;
  for (let at = least.length - 1; at >= 0; at -= 1) {
    const fewer = least.toSpliced(at, 1);
    if (await isWrong(fewer)) least = fewer;
  }
  return least;
}
