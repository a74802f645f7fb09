import type { Authorise } from '../../../../actions/access/authorise.ts';
import { runSequence } from './run-sequence.ts';
import { sequenceOf } from './sequences.ts';
import { shrink } from './shrink.ts';

/** The environment variable that has one seed run alone. */
export const seedVariable = 'ORANGERY_SEQUENCE_SEED';

/**
 * Runs a sequence for each seed.
 * @returns the first that goes wrong, with no more events than it needs, and how to run it again; null
 *   when none does
 */
export async function runSeeds(
  { from, count }: { readonly from: number; readonly count: number },
  judge?: Authorise,
): Promise<string | null> {
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
