import type { ModuleFrontMatter } from '@orangery/schemas';

/** Recipes that a page retrains, and what their data is called. */
const inPage: Readonly<Record<string, 'pictures' | 'table' | 'texts'>> = {
  'image-classification': 'pictures',
  'tabular-classification': 'table',
  'tabular-regression': 'table',
  'text-classification': 'texts',
};

/** What is dropped to retrain by a recipe in the page; undefined where it is not retrained here. */
export function dataOfRecipe(
  recipe: string | undefined,
): 'pictures' | 'table' | 'texts' | undefined {
  return recipe === undefined ? undefined : inPage[recipe];
}

/** Whether visitors may retrain a module in its page. */
export function isRetrainableHere(frontMatter: ModuleFrontMatter): boolean {
  const { recipe, runtime, fineTunable, status } = frontMatter;
  const isWanted = fineTunable !== false && status !== 'retired';
  return runtime === 'tfjs' && isWanted && dataOfRecipe(recipe) !== undefined;
}
