import { hashText } from '@orangery/schemas';
import { createRandom, deriveSeed } from '../random.ts';

/** Which examples, by index, are for what. */
export interface Split {
  readonly train: readonly number[];
  /** Chooses knobs and the epoch to keep. */
  readonly selection: readonly number[];
  /** Measured once, at the end; seen by neither fitting nor choosing. */
  readonly test: readonly number[];
  /** SHA-256 over which example went where. */
  readonly fingerprint: string;
}

export const testShare = 0.2;
export const selectionShare = 0.2;

/**
 * Divides examples so that each stratum keeps its share: a fifth to test, a fifth of the rest to
 * select. Without `holdOut` nothing is set aside to test.
 * @param strata one name for each example; each occurs at least three times
 */
export function splitExamples(strata: readonly string[], seed: number, holdOut: boolean): Split {
  const random = createRandom(deriveSeed(seed, 'split'));
  const members = new Map<string, number[]>();
  for (const [index, stratum] of strata.entries()) {
    const known = members.get(stratum);
    if (known === undefined) members.set(stratum, [index]);
    else known.push(index);
  }
  const parts = { train: [] as number[], selection: [] as number[], test: [] as number[] };
  for (const name of [...members.keys()].sort()) {
    const shuffled = random.shuffle(members.get(name)!);
    const test = holdOut ? Math.max(1, Math.round(shuffled.length * testShare)) : 0;
    const rest = shuffled.length - test;
    const selection = Math.min(rest - 1, Math.max(1, Math.round(rest * selectionShare)));
    parts.test.push(...shuffled.slice(0, test));
    parts.selection.push(...shuffled.slice(test, test + selection));
    parts.train.push(...shuffled.slice(test + selection));
  }
  for (const part of Object.values(parts)) part.sort((a, b) => a - b);
  return { ...parts, fingerprint: hashText(JSON.stringify(parts)) };
}
