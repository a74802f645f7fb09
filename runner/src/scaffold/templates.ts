import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { recipes } from '../recipes/index.ts';

/** Modules to begin with, and pieces of such. */
export const templatesFolder = join(import.meta.dirname, '../../templates');

/** What `orangery new` can begin with besides a recipe. */
export interface Template {
  readonly name: string;
  /** What it is for, a few words. */
  readonly title: string;
  /** Its folder, which is a whole module; absent where the module is made of other modules. */
  readonly folder?: string;
}

/** In the order that people are asked; every folder that is a module is one more. */
const known: readonly Template[] = [
  { name: 'custom', title: 'code of your own, in module.ts' },
  { name: 'child', title: 'retrained from another module' },
  { name: 'container', title: 'a program of any language in a container' },
  { name: 'onnx', title: 'a model of any framework as an ONNX file' },
  { name: 'pipeline', title: 'other modules joined' },
];
const made = ['child', 'pipeline'];

/** Every template that is there. */
export async function listTemplates(folder = templatesFolder): Promise<readonly Template[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders: string[] = [];
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    if (await isModule(join(folder, name))) folders.push(name);
  }
  const others = folders.filter((name) => known.every((one) => one.name !== name)).sort();
  const all = [...known, ...others.map((name) => ({ name, title: name.replaceAll('-', ' ') }))];
  return all.flatMap((template) => {
    if (made.includes(template.name)) return [template];
    const { name } = template;
    return folders.includes(name) ? [{ ...template, folder: join(folder, name) }] : [];
  });
}

/** Recipes that a module can have; each has a folder of the same name with a small data set. */
export const recipeNames: readonly string[] = Object.keys(recipes).sort();

/** The folder of a recipe's template. */
export function recipeFolder(recipe: string): string {
  return join(templatesFolder, 'recipes', recipe);
}

async function isModule(folder: string): Promise<boolean> {
  return stat(join(folder, 'module.md')).then(
    (found) => found.isFile(),
    () => false,
  );
}
