import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Failure } from '@orangery/schemas';
import { isModuleId, limitsOnDisk, readModule, type Module } from '@orangery/schemas/files';
import type { World } from '../world.ts';
import { checkSameMeaning, type Meaning } from './replaced-weights.ts';

/**
 * The module whose weights a training is to replace: what lies where its result goes. `null` where
 * nothing does.
 * @param trained module whose child it must be, or that itself, where it descends from none
 * @throws Failure USAGE when the folder holds something else
 */
export async function readResultFolder(folder: string, trained: Module): Promise<Module | null> {
  await putBack(folder);
  const names = await listFolder(folder);
  if (typeof names === 'string') throw refused(folder, trained, names);
  if (names.length === 0) return null;
  if (!names.includes('module.md')) {
    const shown = names.sort().slice(0, 3).join(', ');
    throw refused(folder, trained, `${shown}${names.length > 3 ? ', …' : ''}`);
  }
  const found = await readModule(folder, folder, limitsOnDisk);
  if (found.kind === 'invalid') throw refused(folder, trained, 'a module that is not valid');
  const { parent, recipe } = found.module.frontMatter;
  if (folder === trained.folder && parent === undefined) return found.module;
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
  checkName(folder);
  const existing = await readResultFolder(folder, trained);
  await tryToWrite(folder, trained);
  if (existing === null) return;
  checkSameMeaning(folder, existing, asked);
  const run = existing.receipts[0]?.run;
  if (run !== undefined) logger.info(`This replaces the weights of run ${run}`);
}

function checkName(folder: string): void {
  const name = basename(folder);
  if (isModuleId(name)) return;
  throw new Failure(
    'USAGE',
    `${folder}: expected a folder name of lower-case words joined by hyphens, found ${JSON.stringify(name)}`,
    { hint: 'The folder of a module has its name: --out out/my-module.' },
  );
}

/** Where a module lies while other weights of it take its place. */
export function placeOfOld(folder: string): string {
  return `${folder}.old.tmp`;
}

/** A run that was killed while it replaced a module left it beside its place. */
async function putBack(folder: string): Promise<void> {
  const isThere = await lstat(folder).then(
    () => true,
    () => false,
  );
  // nothing to put back is normal; what cannot be put back is told by what follows
  if (!isThere) await rename(placeOfOld(folder), folder).catch(() => {});
}

/** A result that cannot be written is told before hours of training, not after. */
async function tryToWrite(folder: string, trained: Module): Promise<void> {
  const place = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const made = await mkdir(place, { recursive: true });
    await removeEmpty(place, made);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw refused(folder, trained, `a place that cannot be written to (${code})`, error);
  }
}

/** Takes away a folder and those above it up to the first that was made; one in use stays. */
async function removeEmpty(folder: string, first: string | undefined): Promise<void> {
  const isGone = await rmdir(folder).then(
    () => true,
    () => false,
  );
  if (isGone && folder !== first) await removeEmpty(dirname(folder), first);
}

async function listFolder(folder: string): Promise<string[] | 'a file' | 'a link'> {
  try {
    const found = await lstat(folder);
    if (found.isSymbolicLink()) return 'a link';
    return await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return 'a file';
    throw error;
  }
}

function refused(folder: string, { id }: Module, found: string, cause?: unknown): Failure {
  return new Failure(
    'USAGE',
    `${folder}: expected no such folder, an empty one or a child module of ${id}, found ${found}`,
    { hint: 'Choose another --out.', ...(cause !== undefined && { cause }) },
  );
}
