export type { CodeOptions } from './code-options.ts';
export { openCode, openRecipe, type OpenRecipe } from './open-recipe.ts';
