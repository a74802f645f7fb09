import { hashRecord, type SegmentOrder, type TrialResult } from '@orangery/schemas';
import type { ArtifactFiles, Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import type { Parts } from '../divide-data.ts';
import type { TrialStore } from '../store/trial-store.ts';

/** All that a worker has at hand for the segments of one training. */
export interface Work {
  readonly recipe: Recipe;
  readonly parts: Parts;
  /** The request's. */
  readonly seed: number;
  /** Hash of the training: results of another do not count. */
  readonly training: string;
  readonly backbone?: ArtifactFiles;
  readonly store: TrialStore;
  readonly world: World;
}

/** What a result of a segment is told by, whatever memory allowed. */
export function hashOrder(training: string, { batchSize: _, ...order }: SegmentOrder): string {
  return hashRecord({ training, order });
}

/** A result without weights, of a segment that nobody could run. */
export function lostResult(
  training: string,
  order: SegmentOrder,
  ended: Pick<TrialResult, 'status' | 'error'>,
): TrialResult {
  const { trial, segment } = order;
  const named = { schema: 'trial-result/1', order: hashOrder(training, order) } as const;
  return { ...named, trial, segment, ...ended, folds: [], seconds: 0 };
}

export const noFiles = { model: null, checkpoints: new Map<number, ArtifactFiles>() } as const;
