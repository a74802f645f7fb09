import { join } from 'node:path';
import { Failure, formatProblem } from '@orangery/schemas';
import { limitsOnDisk, readModule, type Module } from '@orangery/schemas/files';
import type { CodeOptions } from '../custom/code-options.ts';
import { openRecipe } from '../custom/open-recipe.ts';
import type { ArtifactFiles, Recipe } from '../recipes/recipe.ts';
import { once } from './once.ts';
import { readArtifactFiles } from './read-artifact-files.ts';

/** A module with its weights in memory. */
export interface LoadedModule {
  readonly module: Module;
  readonly recipe: Recipe;
  readonly model: unknown;
  /** Frees the weights, and ends the process of a module with code of its own; later calls do nothing. */
  close(): void;
}

/**
 * Reads a module's folder and loads its weights, whose hashes are checked.
 * @param code how code of its own is run; cut off when absent
 * @throws Failure MODULE_INVALID, MODULE_NOT_TRAINED, VERIFY_FAILED, FILE_INVALID, SANDBOX_UNAVAILABLE
 */
export async function loadModule(folder: string, code: CodeOptions = {}): Promise<LoadedModule> {
  return loadModel(await readValidModule(folder), code);
}

/**
 * Loads the weights of a module that was read, whose hashes are checked.
 * @throws Failure MODULE_NOT_TRAINED, VERIFY_FAILED, FILE_INVALID, SANDBOX_UNAVAILABLE
 */
export async function loadModel(module: Module, code: CodeOptions = {}): Promise<LoadedModule> {
  const files = await readArtifact(module);
  const { recipe, close } = await openRecipe(module, code);
  try {
    const model = await recipe.load(files);
    // whoever is not sure that it was freed frees it once more, such as after a failure
    const free = once(() => {
      recipe.dispose(model);
      void close();
    });
    return { module, recipe, model, close: free };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws Failure MODULE_INVALID with every problem */
export async function readValidModule(folder: string): Promise<Module> {
  const found = await readModule(folder, folder, limitsOnDisk);
  if (found.kind === 'valid') return found.module;
  const { problems } = found;
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

/** @throws Failure MODULE_NOT_TRAINED, FILE_MISSING, VERIFY_FAILED, FILE_INVALID */
export async function readArtifact({
  id,
  folder,
  artifact,
  frontMatter,
}: Pick<Module, 'id' | 'folder' | 'artifact' | 'frontMatter'>): Promise<ArtifactFiles> {
  if (artifact === null) {
    const steps = frontMatter.pipeline?.steps.map(({ module }) => module);
    if (steps !== undefined) throw ofSteps(id, steps);
    throw new Failure('MODULE_NOT_TRAINED', `${id}: expected weights in artifact/, found none`, {
      hint: `Train it first: orangery train ${id} --dataset <link>`,
    });
  }
  return readArtifactFiles(join(folder, 'artifact'), artifact);
}

function ofSteps(id: string, steps: readonly string[]): Failure {
  return new Failure(
    'MODULE_NOT_TRAINED',
    `${id}: expected weights of its own, found a pipeline of ${steps.join(', ')}`,
    { hint: 'Name one of its steps instead.' },
  );
}
