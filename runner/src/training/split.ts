import { hashText } from '@orangery/schemas';
import { createRandom, deriveSeed, type Random } from '../random.ts';

/** What is fitted to, and what chooses knobs and the epoch to keep. */
export interface Fold {
  readonly train: readonly number[];
  readonly selection: readonly number[];
}

/** Which examples, by index, are for what. */
export interface Split {
  /** One, or several in which each example chooses once. */
  readonly folds: readonly Fold[];
  /** Measured once, at the end; seen by neither fitting nor choosing. */
  readonly test: readonly number[];
  /** SHA-256 over which example went where. */
  readonly fingerprint: string;
}

export interface SplitOptions {
  readonly seed: number;
  /** Whether a part is set aside to test on. */
  readonly holdOut: boolean;
  readonly folds: number;
  /** Examples follow each other in time: the latest choose and test. */
  readonly isChronological: boolean;
}

export const testShare = 0.2;
export const selectionShare = 0.2;

/**
 * Divides examples so that each stratum keeps its share: a fifth to test, a fifth of the rest to
 * select, or as many parts as there are folds that select in turn. Of examples in time the latest
 * fifth tests, and each fold chooses by what comes after its training part (a rolling origin).
 * @param strata one name for each example; each occurs at least three times
 */
export function splitExamples(strata: readonly string[], options: SplitOptions): Split {
  const parts = options.isChronological
    ? splitInTime(strata.length, options)
    : splitStrata(strata, options);
  const [only] = parts.folds;
  // as it was before there were folds: a fingerprint outlives the code that made it
  const named = parts.folds.length === 1 ? { ...only!, test: parts.test } : parts;
  return { ...parts, fingerprint: hashText(JSON.stringify(named)) };
}

type Parts = Omit<Split, 'fingerprint'>;

function splitStrata(strata: readonly string[], { seed, holdOut, folds }: SplitOptions): Parts {
  const random = createRandom(deriveSeed(seed, 'split'));
  const test: number[] = [];
  const selections = Array.from({ length: folds }, (): number[] => []);
  const rests = Array.from({ length: folds }, (): number[] => []);
  let next = 0;
  for (const members of shuffledStrata(strata, random)) {
    const tested = holdOut ? Math.max(1, Math.round(members.length * testShare)) : 0;
    test.push(...members.slice(0, tested));
    const rest = members.slice(tested);
    const chosen = folds === 1 ? selected(rest.length) : 0;
    for (const [place, index] of rest.entries()) {
      // small strata begin where the last one ended, so that parts stay equal
      const part = folds === 1 ? (place < chosen ? 0 : -1) : (next + place) % folds;
      for (let fold = 0; fold < folds; fold += 1) {
        (fold === part ? selections : rests)[fold]!.push(index);
      }
    }
    next += rest.length;
  }
  return {
    folds: rests.map((train, fold) => ({
      train: sorted(train),
      selection: sorted(selections[fold]!),
    })),
    test: sorted(test),
  };
}

function selected(count: number): number {
  return Math.min(count - 1, Math.max(1, Math.round(count * selectionShare)));
}

function shuffledStrata(strata: readonly string[], random: Random): number[][] {
  const members = new Map<string, number[]>();
  for (const [index, stratum] of strata.entries()) {
    const known = members.get(stratum);
    if (known === undefined) members.set(stratum, [index]);
    else known.push(index);
  }
  return [...members.keys()].sort().map((name) => random.shuffle(members.get(name)!));
}

function splitInTime(count: number, { holdOut, folds }: SplitOptions): Parts {
  const tested = holdOut ? Math.max(1, Math.round(count * testShare)) : 0;
  const rest = count - tested;
  // each fold chooses by a part of the later half; a single one by the latest fifth
  const size = folds === 1 ? selected(rest) : Math.max(1, Math.floor(rest / 2 / folds));
  return {
    folds: Array.from({ length: folds }, (_, fold) => {
      const end = rest - (folds - 1 - fold) * size;
      return { train: range(0, end - size), selection: range(end - size, end) };
    }),
    test: range(rest, count),
  };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);
}

function sorted(indices: number[]): number[] {
  return indices.sort((a, b) => a - b);
}
