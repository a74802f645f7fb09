import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, formatProblem, renderModuleFile } from '@orangery/schemas';
import { limitsOnDisk, readModule, writeWhole } from '@orangery/schemas/files';
import type { NewModule } from './new-module.ts';

/**
 * Writes the folder of a new module: made beside its place, looked at as validation does, and put there whole.
 * @param name of the folder, as messages have it
 * @throws Failure MODULE_EXISTS when there is such a folder, MODULE_INVALID; nothing is written then
 */
export async function writeNewModule(
  module: NewModule,
  folder: string,
  name: string,
): Promise<void> {
  const { frontMatter, card, files, complete } = module;
  await checkFree(folder, name);
  const beside = `${dirname(folder)}.new-${randomBytes(4).toString('hex')}.tmp`;
  const made = join(beside, folder.slice(dirname(folder).length + 1));
  try {
    await mkdir(made, { recursive: true });
    for (const [path, bytes] of files) await writeWhole(join(made, path), bytes);
    await writeWhole(join(made, 'module.md'), renderModuleFile(frontMatter, card));
    await refuseInvalid(made, module);
    if (complete !== undefined) {
      await complete(made);
      await refuseInvalid(made, module);
    }
    await checkFree(folder, name);
    await mkdir(dirname(folder), { recursive: true });
    await rename(made, folder);
  } catch (error) {
    throw error instanceof Failure ? error : notMade(name, error);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function checkFree(folder: string, name: string): Promise<void> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new Failure('MODULE_EXISTS', `${name}: expected no such folder yet, found one`, {
    hint: 'Take another name, or remove the folder; it is not overwritten.',
  });
}

async function refuseInvalid(folder: string, { isLarge }: NewModule): Promise<void> {
  const limits = isLarge === true ? limitsOnDisk : undefined;
  const read = await readModule(folder, dirname(folder), limits);
  if (read.kind === 'valid') return;
  const { problems } = read;
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

function notMade(name: string, cause: unknown): Failure {
  const found = cause instanceof Error ? cause.message : String(cause);
  const message = `${name}: expected a folder that can be made, found: ${found}`;
  return new Failure('FILE_MISSING', message, { cause });
}
