import { sequenceOf } from '../sequences/sequence-of.ts';
import { shrink } from '../sequences/shrink.ts';
import type { Seeds } from '../sequences/run-seeds.ts';
import { playOnHub, type Played } from './play-on-hub.ts';

/** A start of a process for each order: sequences are shorter than those in process. */
const length = { minLength: 1, maxLength: 3 };
/** Each is one process of ours at a time, which GitHub's work waits for. */
const atOnce = 3;

export interface PlayedSeeds {
  /** The first seed that went wrong, and how to play it again; null when none did. */
  readonly found: string | null;
  readonly merges: number;
  readonly sent: number;
  readonly answers: number;
}

/** Plays the sequence of each seed, several at a time, each on a local GitHub of its own. */
export async function playSeeds({ from, count }: Seeds, variable: string): Promise<PlayedSeeds> {
  const played = new Map<number, Played>();
  let next = from;
  const isWrong = (): boolean =>
    [...played.values()].some(({ violations }) => violations.length > 0);
  const work = async (): Promise<void> => {
    while (next < from + count && !isWrong()) {
      const seed = next;
      next += 1;
      played.set(seed, await playOnHub(sequenceOf(seed, length)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const all = [...played.values()];
  const wrong = [...played].find(([, { violations }]) => violations.length > 0);
  const sum = (of: (one: Played) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  return {
    found: wrong === undefined ? null : await explain(wrong[0], wrong[1].violations, variable),
    merges: sum(({ merges }) => merges),
    sent: sum(({ sent }) => sent),
    answers: sum(({ answers }) => answers),
  };
}

/** Leaves out what is not needed for it, and says how to see it again. */
async function explain(
  seed: number,
  violations: readonly string[],
  variable: string,
): Promise<string> {
  const least = await shrink(sequenceOf(seed, length), async (fewer) => {
    return (await playOnHub(fewer)).violations.length > 0;
  });
  return [
    `${variable}=${seed} plays it again. What went wrong:`,
    ...violations.map((line) => `  ${line}`),
    'after',
    ...least.map((event) => `  ${JSON.stringify(event)}`),
  ].join('\n');
}
