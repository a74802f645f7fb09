import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure, formatProblem } from '@orangery/schemas';
import { readModule, writeWhole } from '@orangery/schemas/files';

/** A module folder to be made. */
export interface NewModule {
  /** Absolute path; its last part is the module's id. */
  readonly folder: string;
  /** How messages name the folder. */
  readonly name: string;
  /** Text of `module.md`. */
  readonly text: string;
}

/**
 * Writes a new module folder, valid or not at all; nothing that is there is touched.
 * @throws Failure MODULE_EXISTS, MODULE_INVALID, FILE_MISSING
 */
export async function writeModule({ folder, name, text }: NewModule): Promise<void> {
  await mkdir(dirname(folder), { recursive: true }).catch((cause: unknown) => {
    throw notMade(name, cause);
  });
  await mkdir(folder).catch((cause: unknown) => {
    throw isThere(cause) ? exists(name, cause) : notMade(name, cause);
  });
  try {
    await writeWhole(join(folder, 'module.md'), text);
    const read = await readModule(folder, dirname(folder));
    if (read.kind === 'invalid') {
      throw new Failure('MODULE_INVALID', read.problems.map(formatProblem).join('\n'), {
        problems: read.problems,
      });
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function exists(name: string, cause?: unknown): Failure {
  return new Failure('MODULE_EXISTS', `${name}: expected no such folder yet, found one`, {
    cause,
    hint: 'Give another name with --id, or remove the folder; it is not overwritten.',
  });
}

function notMade(name: string, cause: unknown): Failure {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new Failure(
    'FILE_MISSING',
    `${name}: expected a folder that can be made, found: ${found}`,
    {
      cause,
    },
  );
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
