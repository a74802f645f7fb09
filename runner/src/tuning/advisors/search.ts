import type { Random } from '../../random.ts';
import type { SearchSpace } from '../space/dimension.ts';
import type { Point } from '../space/point.ts';

/** What an advisor proposes from. */
export interface Search {
  readonly space: SearchSpace;
  readonly observations: readonly Observation[];
  /** Where other trials are that have no score yet. */
  readonly pending: readonly Point[];
  /** Places that were proposed before, whatever came of them. */
  readonly tried: readonly Point[];
  /** MODEL_TRIAL_COUNT. */
  readonly trials: number;
  /** Of this proposal alone. */
  readonly random: Random;
}

export interface Observation {
  readonly point: Point;
  /** Higher is better; of a failed trial the worst known. */
  readonly score: number;
}

/** A place that was not tried before; `undefined` when there is none left. */
export type Advise = (search: Search) => Point | undefined;
