export type { CodeOptions } from './code-options.ts';
export type { ContractCheck } from './contract/checklist.ts';
export { testModule, type ModuleTest, type ModuleTestOrder } from './contract/test-module.ts';
export { openCode, openRecipe, type OpenRecipe } from './open-recipe.ts';
