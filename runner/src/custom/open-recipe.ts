import { basename, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { recipes } from '../recipes/index.ts';
import type { DataFile } from '../dataset/data-file.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { readDescription } from './code-description.ts';
import { codeFailure } from './code-failure.ts';
import type { CodeOptions } from './code-options.ts';
import { domains } from './domains/index.ts';
import { FitListener } from './fit-code.ts';
import type { SandboxedCommand } from '../sandbox/index.ts';
import { CodeProcess } from './process/code-process.ts';
import { classifierRecipe } from './recipes/classifier-recipe.ts';
import { filesRecipe } from './recipes/files-recipe.ts';

/** A recipe that may have a process behind it. */
export interface OpenRecipe {
  readonly recipe: Recipe;
  /** What keeps the module's code in; absent where there is none. */
  readonly wall?: SandboxedCommand['wall'];
  /** Tensors that the code's process holds more than when it began. */
  tensors?(): Promise<number>;
  /** Ends the process; a recipe of the runner has none. */
  close(): Promise<void>;
}

const describeTimeoutMs = 30_000;

/**
 * The recipe that a module is trained and predicts by: the runner's own, or one whose model is the
 * module's code, which runs in a process that is cut off.
 * @throws Failure MODULE_NOT_TRAINABLE when it has neither; SANDBOX_UNAVAILABLE; MODULE_INVALID naming
 * the line of module.ts that is not as agreed
 */
export async function openRecipe(module: Module, options: CodeOptions = {}): Promise<OpenRecipe> {
  const { recipe } = module.frontMatter;
  if (recipe !== undefined) return { recipe: recipes[recipe], close: async () => undefined };
  if (module.files.includes('module.ts')) return openCode(module.folder, options);
  throw new Failure(
    'MODULE_NOT_TRAINABLE',
    `${module.id}: expected a recipe or a module.ts, found neither`,
  );
}

/** The same for a folder that has a `module.ts`, whatever else is in it. */
export async function openCode(folder: string, options: CodeOptions = {}): Promise<OpenRecipe> {
  const name = join(basename(folder), 'module.ts');
  const listener = new FitListener();
  const files = new Map<string, DataFile>();
  const process = new CodeProcess(folder, options, {
    epoch: listener.take,
    file: async (path) => {
      const file = files.get(String(path));
      if (file === undefined) throw new Error(`expected a file of the data, found ${String(path)}`);
      return file.read();
    },
  });
  try {
    const limits = { timeoutMs: describeTimeoutMs };
    const description = readDescription(await process.call('describe', null, limits), name);
    const code = { process, listener, name, description };
    const recipe =
      description.data === 'files'
        ? filesRecipe(code, files)
        : classifierRecipe(domains[description.data], code);
    const before = Number(await process.call('tensors', null));
    return {
      recipe: recipe as Recipe,
      wall: process.wall,
      tensors: async () => Number(await process.call('tensors', null)) - before,
      close: async () => process.close(),
    };
  } catch (error) {
    await process.close();
    throw codeFailure(error, name, 'import');
  }
}
