import { Failure, type FormatVerdict, type RecipeVerdict } from '@orangery/schemas';
import type { DataFile } from '../../dataset/index.ts';
import { missingTarget } from '../../recipes/ranking/missing-target.ts';
import { rankRecipes, type RankedRecipe } from '../../recipes/ranking/rank-recipes.ts';
import type { ReadOptions, Recipe } from '../../recipes/recipe.ts';

export interface FormatToJudge {
  /** The module's recipe, which did not read these files or the validation data. */
  readonly recipe: Recipe;
  readonly failure: Failure;
  readonly files: readonly DataFile[];
  readonly options: ReadOptions;
  /** Finds a module to train by a recipe. */
  readonly findModule: (recipe: Recipe['name']) => Promise<NonNullable<FormatVerdict['fits']>>;
}

/** Recipes that are tried besides the module's own. */
const mostTried = 2;

/** Says why a recipe does not read the data, and which recipe and module do. */
export async function judgeFormat(order: FormatToJudge): Promise<FormatVerdict> {
  const { recipe, failure, files, options, findModule } = order;
  const ranked = await rankRecipes(files, options);
  const looks = ranked.find(({ recipe: { name } }) => name === recipe.name);
  const own = verdict({ recipe, resembles: looks?.resembles ?? 0 }, failure);
  // read all the same: it is the validation data that is wrong
  const isRead = (await problemOf(recipe, files, options)) === null;
  // what the rows are meant for is mended, and a name corrected: no other module helps
  const isMeant = looks === ranked[0] && looks?.isLikely === true;
  const isOwn = isRead || isMeant || (await missingTarget(files, options)) !== undefined;
  const others = isOwn ? [] : ranked.filter((other) => other !== looks).slice(0, mostTried);
  const tried: RecipeVerdict[] = [];
  for (const other of others) {
    tried.push(verdict(other, await problemOf(other.recipe, files, options)));
  }
  const fitting = tried.find(({ reads }) => reads);
  return {
    canTrain: false,
    recipes: [own, ...tried],
    ...(fitting === undefined ? {} : { fits: await findModule(fitting.recipe) }),
  };
}

/** The verdict where the module's own recipe reads the data. */
export function goodFormat(recipe: Recipe, files: readonly DataFile[]): FormatVerdict {
  return {
    canTrain: true,
    recipes: [verdict({ recipe, resembles: recipe.resembles(files) }, null)],
  };
}

function verdict({ recipe, resembles }: RankedRecipe, failure: Failure | null): RecipeVerdict {
  const facts = { recipe: recipe.name, resembles };
  if (failure === null) return { ...facts, reads: true };
  return { ...facts, reads: false, problem: failure.message, hint: failure.hint };
}

async function problemOf(
  recipe: Recipe,
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<Failure | null> {
  try {
    await recipe.readData(files, options);
    return null;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof Failure && error.code === 'DATASET_INVALID') return error;
    throw error;
  }
}
