import { readdir } from 'node:fs/promises';
import { Failure } from '@orangery/schemas';
import { limitsOnDisk, readModule, type Module } from '@orangery/schemas/files';
import type { World } from '../world.ts';
import { checkSameMeaning, type Meaning } from './replaced-weights.ts';

/**
 * The module whose weights a training is to replace: what lies where its result goes. `null` where
 * nothing does.
 * @param trained module whose child it must be
 * @throws Failure USAGE when the folder holds something else
 */
export async function readResultFolder(folder: string, trained: Module): Promise<Module | null> {
  const names = await listFolder(folder);
  if (names === 'a file') throw refused(folder, trained, names);
  if (names.length === 0) return null;
  if (!names.includes('module.md')) {
    const shown = names.sort().slice(0, 3).join(', ');
    throw refused(folder, trained, `${shown}${names.length > 3 ? ', …' : ''}`);
  }
  const found = await readModule(folder, folder, limitsOnDisk);
  if (found.kind === 'invalid') throw refused(folder, trained, 'a module that is not valid');
  const { parent, recipe } = found.module.frontMatter;
  if (parent?.id !== trained.id) {
    const whose = parent === undefined ? 'without a parent' : `whose parent is ${parent.id}`;
    throw refused(folder, trained, `the module ${found.module.id}, ${whose}`);
  }
  if (recipe === trained.frontMatter.recipe) return found.module;
  throw refused(folder, trained, `a child of it with the recipe ${recipe ?? 'of its own code'}`);
}

/**
 * Looks where a result is to go before anything is trained, and says what it will replace.
 * @throws Failure USAGE when it cannot go there, or would make another module of the one there
 */
export async function checkResultFolder(
  folder: string,
  trained: Module,
  asked: Meaning,
  { logger }: Pick<World, 'logger'>,
): Promise<void> {
  const existing = await readResultFolder(folder, trained);
  if (existing === null) return;
  checkSameMeaning(folder, existing, asked);
  const run = existing.receipts[0]?.run;
  if (run !== undefined) logger.info(`This replaces the weights of run ${run}`);
}

async function listFolder(folder: string): Promise<string[] | 'a file'> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return 'a file';
    throw error;
  }
}

function refused(folder: string, { id }: Module, found: string): Failure {
  return new Failure(
    'USAGE',
    `${folder}: expected no such folder, an empty one or a child module of ${id}, found ${found}`,
    { hint: 'Choose another --out.' },
  );
}
