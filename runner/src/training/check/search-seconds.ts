import { eta, rungsOf } from '../../tuning/stopping/rungs.ts';
import type { WholeTuner } from '../plan-training.ts';

/** How a training searches, as far as its price depends on it. */
export type SearchShape = Pick<WholeTuner, 'width' | 'folds' | 'stopping' | 'refit'>;

/** Seconds that a trial takes alone. */
export interface TrialLength {
  /** To where it ends by itself. */
  readonly ended: number;
  /** All its passes. */
  readonly whole: number;
}

/** What is known of all trials of a search. */
export interface TrialLengths {
  readonly of: (number: number) => TrialLength;
  /** Of a trial that is not known. */
  readonly typical: TrialLength;
  /** Of the one that is thought to win. */
  readonly best: TrialLength;
}

/** A stretch of their lengths that some trials are trained for. */
interface Stage {
  readonly from: number;
  readonly until: number;
  readonly trials: number;
}

/** A stage waits for its slowest trial. */
const stageLoss = 0.15;

/**
 * Seconds of the search for 1, 2, 3 … trials. Those that the rule stops early are trained to its rungs
 * alone; few that go on leave places empty.
 */
export function* searchSeconds(lengths: TrialLengths, shape: SearchShape): Generator<number> {
  let first = 0;
  for (let count = 1; ; count += 1) {
    const [opening, ...later] = stagesOf(shape.stopping, count);
    first += stretch(lengths.of(count), opening!);
    const sums = later.map((stage) => [
      stretch(lengths.best, stage) + (stage.trials - 1) * stretch(lengths.typical, stage),
      stage.trials,
    ]);
    const all = [[first, count], ...sums] as [number, number][];
    yield all.reduce((sum, [seconds, trials]) => sum + sideBySide(seconds, trials, shape), 0);
  }
}

function stretch({ ended, whole }: TrialLength, { from, until }: Stage): number {
  const end = until === 1 ? ended : Math.min(ended, whole * until);
  return Math.max(0, end - whole * from);
}

function sideBySide(seconds: number, trials: number, { width, folds }: SearchShape): number {
  const parallel = Math.max(1, Math.min(width, trials));
  return (seconds * folds * (1 + stageLoss * (1 - 1 / parallel))) / parallel;
}

/** Halving lets a third of its trials on to each rung; the median rule about as many as fall above it. */
function stagesOf(stopping: SearchShape['stopping'], trials: number): [Stage, ...Stage[]] {
  const [first, second, last] = rungsOf(stopping);
  const opening = { from: 0, until: first!, trials };
  if (second === undefined || last === undefined) return [opening];
  const share = (part: number): number => Math.max(1, Math.floor(trials * part));
  const [further, furthest] =
    stopping === 'median' ? [share(0.6), share(0.4)] : [share(1 / eta), share(1 / eta ** 2)];
  return [
    opening,
    { from: first!, until: second, trials: further },
    { from: second, until: last, trials: furthest },
  ];
}
