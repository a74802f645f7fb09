import { join } from 'node:path';
import { runCommand } from '@orangery/runner';
import { Failure, type Problem } from '@orangery/schemas';
import type { Context } from '../../verb.ts';
import { isRecord } from '../is-record.ts';
import { linkPackages } from '../link-packages.ts';

const timeoutMs = 10 * 60_000;

/** What the new version makes of a marketplace. */
export interface Judged {
  /** Files it has brought to its formats. */
  readonly migrated: readonly string[];
  /** How many modules it has checked. */
  readonly modules: number;
  readonly problems: readonly Problem[];
}

/**
 * Has the new version bring the files of a worktree to its formats and check them, with the packages that are
 * installed here.
 * @throws Failure COMMAND_FAILED when it does not start, CANCELLED
 */
export async function runNewVersion(
  worktree: string,
  installed: string,
  context: Context,
): Promise<Judged> {
  await linkPackages(installed, worktree);
  const migrated = await lastRecord(worktree, 'migrate', context);
  const checked = await lastRecord(worktree, 'validate', context);
  return {
    migrated: listOf(migrated, 'migrated').flatMap((one) =>
      isRecord(one) && typeof one.file === 'string' ? [one.file] : [],
    ),
    modules: listOf(checked, 'modules').length,
    problems: [...listOf(migrated, 'problems'), ...listOf(checked, 'problems')].flatMap(
      readProblem,
    ),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** What a command of the new version says in its last lines: its record, and why it failed if it did. */
async function lastRecord(worktree: string, verb: string, context: Context): Promise<Fields> {
  const { PATH, HOME, TMPDIR } = context.env;
  const lines: string[] = [];
  const failed = await runCommand(
    process.execPath,
    [join(worktree, 'cli', 'bin', 'orangery.mjs'), verb, '--json'],
    {
      ...{ cwd: worktree, signal: context.signal, timeoutMs },
      env: { PATH, HOME, TMPDIR, NO_COLOR: '1' },
      onLine: (line, stream) => {
        if (stream === 'stdout') lines.push(line);
      },
    },
  ).then(
    () => null,
    (error: unknown) => error,
  );
  const records = lines.flatMap(parse);
  const failure = records.find(({ type }) => type === 'failure');
  const isMistake = failure?.code === 'MODULE_INVALID' || failure?.code === 'FILE_INVALID';
  if (failed !== null && !isMistake) throw notRunning(failed, verb);
  return records.findLast(({ type }) => type === undefined) ?? {};
}

function parse(line: string): readonly Fields[] {
  try {
    const found: unknown = JSON.parse(line);
    return isRecord(found) ? [found] : [];
  } catch {
    // printed for people
    return [];
  }
}

function notRunning(error: unknown, verb: string): unknown {
  if (!(error instanceof Failure) || error.code !== 'COMMAND_FAILED') return error;
  return new Failure('COMMAND_FAILED', `orangery ${verb} of the new version: ${error.message}`, {
    cause: error,
    hint: 'Where it misses a package: make the branch with --unchecked, then npm ci and npm run check on it.',
  });
}

function listOf(record: Fields, name: string): readonly unknown[] {
  const found = record[name];
  return Array.isArray(found) ? found : [];
}

function readProblem(found: unknown): readonly Problem[] {
  if (!isRecord(found)) return [];
  const { file, line, column, pointer, expected, found: what, hint } = found;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return [
    {
      file: text(file),
      ...(typeof line === 'number' && { line }),
      ...(typeof column === 'number' && { column }),
      ...{ pointer: text(pointer), expected: text(expected), found: text(what) },
      ...(typeof hint === 'string' && { hint }),
    },
  ];
}
