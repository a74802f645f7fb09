import type { Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import type { Parts } from './divide-data.ts';
import type { TrainingPlan } from './plan-training.ts';

export interface BriefFit {
  readonly recipe: Recipe;
  readonly plan: TrainingPlan;
  readonly parts: Parts;
  readonly world: World;
}

/** Fits the recipe's default model to this very data until it is enough: what backends are compared by. */
export async function fitBriefly(
  { recipe, plan, parts, world }: BriefFit,
  isEnough: () => boolean,
): Promise<void> {
  const { study } = plan;
  const fitted = await recipe.fit({
    ...parts.folds[0]!,
    knobs: study.defaults,
    seed: study.seed,
    until: 1,
    signal: world.signal,
    isOutOfTime: isEnough,
    onEpoch: () => {},
  });
  recipe.dispose(fitted.model);
}
