import type { TrainingOdds } from '@orangery/schemas';
import type { Recipe } from '../../recipes/recipe.ts';

export interface OddsToJudge {
  readonly recipe: Recipe;
  readonly model: unknown;
  /** Number of the trial that gave the model. */
  readonly trial: number;
  readonly train: unknown;
  readonly selection: unknown;
}

/** A score no better than the baseline says little when the truth may be so much above it. */
const room = 0.1;

/** Measures a model and the trivial baseline on the selection data, and says which is better. */
export async function judgeOdds(order: OddsToJudge): Promise<TrainingOdds> {
  const { recipe, model, trial, train, selection } = order;
  const metric = recipe.scoreName;
  const { metrics, intervals } = await recipe.evaluate(model, selection);
  const baseline = recipe.baseline(train, selection);
  const score = metrics[metric] ?? 0;
  const interval = intervals[metric] ?? { lower: score, upper: score };
  return {
    verdict: compare(score, interval, baseline.metrics[metric] ?? 0),
    metric,
    score,
    interval,
    baseline,
    examples: recipe.strata(selection).length,
    trial,
  };
}

/** Plainly better, plainly not, or too few examples to say. */
export function compare(
  score: number,
  { lower, upper }: TrainingOdds['interval'],
  baseline: number,
): TrainingOdds['verdict'] {
  if (lower > baseline) return 'beats the baseline';
  if (score <= baseline && upper < baseline + room) return 'does not beat it yet';
  return 'cannot tell';
}
