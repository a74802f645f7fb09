import type { FormatVerdict } from '@orangery/schemas';
import { readModules, type Module } from '@orangery/schemas/files';
import type { Recipe } from '../../recipes/recipe.ts';

/** A module to train by a recipe: one that was made for any data before one made for its own. */
export async function findModule(
  recipe: Recipe['name'],
  root: string,
): Promise<NonNullable<FormatVerdict['fits']>> {
  const { modules } = await readModules(root);
  const [best] = modules
    .filter(({ frontMatter }) => frontMatter.recipe === recipe && isTrainable(frontMatter))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return best === undefined ? { recipe } : { recipe, module: best.id };
}

function isTrainable({ fineTunable, status }: Module['frontMatter']): boolean {
  return fineTunable !== false && status !== 'retired';
}

function rank({ frontMatter }: Module): number {
  const isOld = frontMatter.status === 'deprecated';
  return (frontMatter.artifact === undefined ? 0 : 1) + (isOld ? 2 : 0);
}
