import { exampleDownload, recipeExample, recipeNames } from '../recipes/recipe-example.ts';
import type { CatalogueFiles } from './catalogue-files.ts';

/** `/recipes/<name>/example.<ending>`: what data of a recipe must look like. */
export const recipeExamples: CatalogueFiles = () =>
  recipeNames.map((name) => {
    const { name: file, bytes } = exampleDownload(recipeExample(name));
    return { path: `recipes/${name}/${file}`, content: bytes };
  });
