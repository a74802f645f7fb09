import type { Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import type { Parts } from '../divide-data.ts';
import { everyNth } from './every-nth.ts';

export interface ComparisonsToTime {
  readonly recipe: Recipe;
  readonly parts: Parts;
  readonly seed: number;
  /** Most seconds. */
  readonly seconds: number;
  readonly world: World;
}

const mostExamples = 512;

/**
 * Seconds that the report's other models will take: what fitting and measuring them on a part takes,
 * scaled up to all but the held-out part. Too few when the time ends it.
 */
export async function timeComparisons(order: ComparisonsToTime): Promise<number> {
  const { recipe, parts, seed, seconds, world } = order;
  if (recipe.compare === undefined || seconds <= 0) return 0;
  const { train, selection } = parts.folds[0]!;
  const count = recipe.strata(train).length;
  const part = Math.min(1, mostExamples / count);
  const before = world.now();
  const used = (): number => (world.now() - before) / 1000;
  await recipe.compare({
    train: everyNth(recipe, train, part),
    test: everyNth(recipe, selection, part),
    seed,
    signal: world.signal,
    isOutOfTime: () => used() >= seconds,
  });
  return (used() * parts.count) / (count * part);
}
