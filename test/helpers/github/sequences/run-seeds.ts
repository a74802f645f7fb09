import type { Authorise } from '../../../../actions/access/authorise.ts';
import { runSequence } from './run-sequence.ts';
import { sequenceOf } from './sequence-of.ts';
import { shrink } from './shrink.ts';

/** The environment variable that has one seed run alone. */
const seedVariable = 'ORANGERY_SEQUENCE_SEED';

export interface Seeds {
  readonly from: number;
  readonly count: number;
}

/** The first seeds, or the one that the environment names. */
export function seedsToRun(count: number): Seeds {
  const one = process.env[seedVariable];
  return one === undefined ? { from: 1, count } : { from: Number(one), count: 1 };
}

/**
 * Runs a sequence for each seed.
 * @returns the first that goes wrong, with no more events than it needs, and how to run it again; null
 *   when none does
 */
export async function runSeeds({ from, count }: Seeds, judge?: Authorise): Promise<string | null> {
  for (let seed = from; seed < from + count; seed += 1) {
    const events = sequenceOf(seed);
    if ((await runSequence(events, judge)).length === 0) continue;
    const isWrong = async (fewer: typeof events): Promise<boolean> => {
      return (await runSequence(fewer, judge)).length > 0;
    };
    const least = await shrink(events, isWrong);
    const found = await runSequence(least, judge);
    return [
      `${seedVariable}=${seed} runs it again. What went wrong:`,
      ...found.map((line) => `  ${line}`),
      'after',
      ...least.map((event) => `  ${JSON.stringify(event)}`),
    ].join('\n');
  }
  return null;
}
