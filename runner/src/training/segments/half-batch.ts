import type { SegmentOrder } from '@orangery/schemas';
import type { Logger } from '../../world.ts';

/**
 * The same segment with half as many examples a step, after memory was used up; `undefined` when
 * there is nothing to halve.
 */
export function withHalfBatch(order: SegmentOrder, logger: Logger): SegmentOrder | undefined {
  const size = order.batchSize ?? order.knobs.batchSize;
  if (typeof size !== 'number' || size < 2) return undefined;
  const batchSize = Math.floor(size / 2);
  logger.warn(
    `Trial ${order.trial}: memory is used up with ${size} examples a step; again with ${batchSize}`,
  );
  return { ...order, batchSize };
}

/** Why a trial failed that no batch is small enough for. */
export const outOfMemory = 'memory is used up, and there is no smaller batch';
