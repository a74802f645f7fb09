import type { RecipeName } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { recipes } from '../index.ts';
import type { ReadOptions, Recipe } from '../recipe.ts';
import { readHead } from './read-head.ts';
import { recipesOfRows } from './recipes-of-rows.ts';

export interface RankedRecipe {
  readonly recipe: Recipe;
  /** 0 not at all … 1 surely. */
  readonly resembles: number;
  /** What its rows hold speaks for it. */
  readonly isLikely?: true;
}

/** What a table may be meant for, which its name does not tell. */
const ofTables: ReadonlySet<RecipeName> = new Set([
  'sequence-labelling',
  'tabular-classification',
  'tabular-regression',
  'text-classification',
  'time-series-forecasting',
]);

/**
 * Every recipe, the one that fits files best first: by their paths, and of a table by what its first
 * rows hold.
 */
export async function rankRecipes(
  files: readonly DataFile[],
  { target, signal }: Pick<ReadOptions, 'target' | 'signal'>,
): Promise<readonly RankedRecipe[]> {
  const byPath = Object.values(recipes)
    .map((recipe) => ({ recipe, resembles: recipe.resembles(files) }))
    .toSorted((a, b) => b.resembles - a.resembles);
  if (byPath[0]!.recipe.name !== 'tabular-classification') return byPath;
  const head = await readHead(files, signal);
  const likely = head === null ? [] : recipesOfRows(head, target);
  return likely.length === 0 || byPath[0]!.resembles === 0 ? byPath : dealOut(byPath, likely);
}

/** Gives the recipes of tables the same marks in another order. */
function dealOut(
  byPath: readonly RankedRecipe[],
  likely: readonly RecipeName[],
): readonly RankedRecipe[] {
  const place = ({ recipe }: RankedRecipe): number => {
    const found = likely.indexOf(recipe.name);
    return found < 0 ? likely.length : found;
  };
  const tables = byPath.filter(({ recipe }) => ofTables.has(recipe.name));
  const ordered = tables.toSorted((a, b) => place(a) - place(b));
  const dealt = ordered.map(({ recipe }, index) => ({
    recipe,
    resembles: tables[index]!.resembles,
    ...(likely.includes(recipe.name) ? { isLikely: true as const } : {}),
  }));
  const others = byPath.filter(({ recipe }) => !ofTables.has(recipe.name));
  return [...dealt, ...others].toSorted((a, b) => b.resembles - a.resembles);
}
