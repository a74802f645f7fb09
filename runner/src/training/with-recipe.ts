import { openRecipe } from '../custom/open-recipe.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { TrainingOrder } from './training-order.ts';

/**
 * Works with the recipe of an order's module, and ends the process of a module with code of its own.
 * @throws Failure MODULE_NOT_TRAINABLE, SANDBOX_UNAVAILABLE, MODULE_INVALID
 */
export async function withRecipe<Result>(
  { module, code, backend, folders, world }: TrainingOrder,
  work: (recipe: Recipe) => Promise<Result>,
): Promise<Result> {
  const opened = await openRecipe(module, {
    ...{ searchPath: folders.searchPath, logger: world.logger },
    ...(backend !== 'auto' && { backend }),
    ...code,
  });
  try {
    return await work(opened.recipe);
  } finally {
    await opened.close();
  }
}
