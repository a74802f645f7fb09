import { toFailure, type Failure } from '@orangery/schemas';
import { missingTarget } from '../../recipes/ranking/missing-target.ts';
import { rankRecipes } from '../../recipes/ranking/rank-recipes.ts';
import type { ReadOptions, Recipe } from '../../recipes/recipe.ts';
import type { DataFile } from '../data-file.ts';

/** What a recipe made of the files, or why none could. */
export type Reading =
  | { readonly kind: 'read'; readonly recipe: Recipe; readonly data: unknown }
  | {
      readonly kind: 'unread';
      readonly reasons: readonly string[];
      /** The one that counts, where it is clear what the data is meant for. */
      readonly failure?: Failure;
    };

/**
 * Reads files by the recipe that fits best: those whose data they resemble are tried, the closest
 * first.
 * @throws Failure of reading that is no matter of the data, such as CANCELLED
 */
export async function readWithBestRecipe(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<Reading> {
  const ranked = await rankRecipes(files, options);
  const reasons: string[] = [];
  let own: Failure | undefined;
  for (const { recipe, isLikely } of ranked.filter(({ resembles }) => resembles > 0)) {
    try {
      return { kind: 'read', recipe, data: await recipe.readData(files, options) };
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code !== 'DATASET_INVALID') throw error;
      if (reasons.length === 0 && isLikely === true) own = failure;
      reasons.push(`${recipe.name}: ${failure.message}. ${failure.hint}`);
    }
  }
  const failure = (await missingTarget(files, options)) ?? own;
  return { kind: 'unread', reasons, ...(failure === undefined ? {} : { failure }) };
}
