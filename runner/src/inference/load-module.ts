import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, formatProblem, hashBytes } from '@orangery/schemas';
import { readModule, type Module } from '@orangery/schemas/files';
import { findRecipe } from '../recipes/index.ts';
import type { ArtifactFiles, Recipe } from '../recipes/recipe.ts';

/** A module with its weights in memory; the caller disposes of the model. */
export interface LoadedModule {
  readonly module: Module;
  readonly recipe: Recipe;
  readonly model: unknown;
}

/**
 * Reads a module's folder and loads its weights, whose hashes are checked.
 * @throws Failure MODULE_INVALID, MODULE_NOT_TRAINED, VERIFY_FAILED, FILE_INVALID
 */
export async function loadModule(folder: string): Promise<LoadedModule> {
  const module = await readValidModule(folder);
  const recipe = findRecipe(module.frontMatter.recipe, module.id);
  const model = await recipe.load(await readArtifact(module));
  return { module, recipe, model };
}

/** @throws Failure MODULE_INVALID with every problem */
export async function readValidModule(folder: string): Promise<Module> {
  const found = await readModule(folder);
  if (found.kind === 'valid') return found.module;
  const { problems } = found;
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

async function readArtifact({ id, folder, artifact }: Module): Promise<ArtifactFiles> {
  if (artifact === null) {
    throw new Failure('MODULE_NOT_TRAINED', `${id}: expected weights in artifact/, found none`, {
      hint: `Train it first: orangery train ${id} --dataset <link>`,
    });
  }
  const files = await Promise.all(
    artifact.files.map(async ({ path, sha256 }) => {
      const file = join(folder, 'artifact', path);
      const bytes = await readFile(file).catch((error: unknown) => {
        throw new Failure('FILE_MISSING', `${file} cannot be read`, { cause: error });
      });
      const found = hashBytes(bytes);
      if (found === sha256) return [path, new Uint8Array(bytes)] as const;
      throw new Failure('VERIFY_FAILED', `${file}: expected sha256 ${sha256}, found ${found}`);
    }),
  );
  return new Map(files);
}
