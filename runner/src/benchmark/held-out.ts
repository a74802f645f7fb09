import { Failure, type Baseline, type BenchmarkReport, type Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Recipe } from '../recipes/recipe.ts';
import type { ReadDataset } from '../training/train.ts';
import { splitData } from '../training/divide-data.ts';

/** What a module is measured on, and the baseline beside it. */
export interface HeldOut {
  readonly data: unknown;
  readonly heldOut: NonNullable<BenchmarkReport['heldOut']>;
  readonly baseline: Baseline;
}

/**
 * When the data is what the module was trained on, only the part that training never saw.
 * @throws Failure VERIFY_FAILED when that part can no longer be told
 */
export function takeHeldOut(
  { receipts, frontMatter }: Module,
  recipe: Recipe,
  { data, record }: ReadDataset,
): HeldOut {
  const receipt = receipts.find(({ artifact }) => artifact.sha256 === frontMatter.artifact?.sha256);
  const test = receipt === undefined ? null : testPart(receipt, recipe, { data, record });
  if (test !== null) return test;
  return { data, heldOut: 'all', baseline: recipe.baseline(data, data) };
}

/** Measured on all of it, a model would be praised for what it has learnt by heart. */
function otherDivision(
  { run, split }: Receipt,
  found: Pick<Receipt['split'], 'fingerprint'>,
): Failure {
  return new Failure(
    'VERIFY_FAILED',
    `The division of ${run}: expected ${split.fingerprint}, found ${found.fingerprint}`,
    { hint: 'It was made by another version. Train again, or give data it never saw: --dataset.' },
  );
}

function testPart(receipt: Receipt, recipe: Recipe, { data, record }: ReadDataset): HeldOut | null {
  const isSameData = receipt.dataset.fingerprint === record.fingerprint;
  if (!isSameData || receipt.split.strategy === 'validation link') return null;
  const { seed } = receipt.request;
  const split = splitData(recipe, data, { seed, folds: receipt.split.folds ?? 1, holdOut: true });
  if (split.fingerprint !== receipt.split.fingerprint) throw otherDivision(receipt, split);
  const test = recipe.select(data, split.test);
  const fittedTo = split.folds.flatMap(({ train, selection }) => [...train, ...selection]);
  const seen = [...new Set(receipt.refit === undefined ? split.folds[0]!.train : fittedTo)];
  return {
    data: test,
    heldOut: "held-out part of the receipt's split",
    baseline: recipe.baseline(
      recipe.select(
        data,
        seen.sort((a, b) => a - b),
      ),
      test,
    ),
  };
}
