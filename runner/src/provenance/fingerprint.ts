import { hashRecord, type Receipt } from '@orangery/schemas';

/** What the same request on the same backend gives again, bit for bit. */
export type RepeatablePart = Pick<
  Receipt,
  | 'request'
  | 'parent'
  | 'dataset'
  | 'validation'
  | 'split'
  | 'trials'
  | 'best'
  | 'refit'
  | 'metrics'
  | 'intervals'
  | 'baseline'
  | 'comparisons'
  | 'classification'
  | 'details'
  | 'artifact'
>;

/**
 * Hash of the canonical form of what repeats in a receipt; fields that are absent are left out. Two
 * runs with one fingerprint gave the same weights by the same way. Runs in Node and in pages.
 */
export function receiptFingerprint(receipt: RepeatablePart): string {
  const { request, parent, dataset, validation, split, trials, best, refit } = receipt;
  const { metrics, intervals, baseline, comparisons, classification, details, artifact } = receipt;
  return hashRecord({
    request,
    parent,
    dataset,
    ...(validation !== undefined && { validation }),
    split,
    trials,
    best,
    ...(refit !== undefined && { refit }),
    metrics,
    intervals,
    baseline,
    ...(comparisons !== undefined && { comparisons }),
    ...(classification !== undefined && { classification }),
    ...(details !== undefined && { details }),
    artifact,
  });
}
