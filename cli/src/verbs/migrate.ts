import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type Problem } from '@orangery/schemas';
import { findRoot, migrateText, writeWhole, type UpgradeStep } from '@orangery/schemas/files';
import { findMigrated, type MigratedFile } from '../adoption/find-migrated.ts';
import { unifiedDiff } from '../adoption/unified-diff.ts';
import { counted } from '../counted.ts';
import type { Colors } from '../terminal.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface MigrateOptions {
  readonly check?: boolean;
  readonly dryRun?: boolean;
}

/** A file of an older version, and what becomes of it. */
interface OlderFile {
  readonly file: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly steps: readonly UpgradeStep[];
}

interface Found {
  readonly files: number;
  readonly older: readonly OlderFile[];
  readonly problems: readonly Problem[];
}

export const migrateVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery migrate --dry-run',
    'orangery migrate modules/leaf-classifier orangery.config.yml',
    'orangery migrate --check',
  ])
    .option('--check', 'write nothing, and fail when a file is of an older version')
    .option('--dry-run', 'write nothing, and show what would be written')
    .action(async (paths: readonly string[], options: MigrateOptions) =>
      migrate(paths, options, context),
    );
};

/** Reads all before it writes any, so that a mistake in one file is told before another is changed. */
async function migrate(
  paths: readonly string[],
  options: MigrateOptions,
  context: Context,
): Promise<void> {
  const root = await findRoot(context.cwd);
  const found = await readOlder(root, await findMigrated(paths, context));
  const isWritten = options.check !== true && options.dryRun !== true;
  if (isWritten) {
    for (const { path, after } of found.older) await writeWhole(path, after);
  }
  show(found, context, isWritten);
  if (found.problems.length > 0) throw notMigrated(found);
  if (options.check === true && found.older.length > 0) throw tooOld(found.older);
}

async function readOlder(root: string, files: readonly MigratedFile[]): Promise<Found> {
  const older: OlderFile[] = [];
  const problems: Problem[] = [];
  for (const { name, file } of files) {
    const path = join(root, file);
    const before = await readFile(path, 'utf8');
    const migration = migrateText({ name, text: before, file });
    if (migration.kind === 'invalid') problems.push(...migration.problems);
    if (migration.kind !== 'older') continue;
    older.push({ file, path, before, after: migration.text, steps: migration.steps });
  }
  return { files: files.length, older, problems };
}

function show({ files, older }: Found, { terminal }: Context, isWritten: boolean): void {
  const { colors } = terminal;
  for (const { file, before, after } of older) {
    terminal.print(`${coloured(unifiedDiff(before, after, file), colors)}\n`);
  }
  for (const { from, to, what } of new Set(older.flatMap(({ steps }) => steps))) {
    terminal.print(`${colors.bold(`${from} → ${to}`)}  ${what}`);
  }
  const done = isWritten ? 'brought to the newest version' : 'of an older version';
  const last = `${older.length} of ${counted(files, 'file')} ${done}`;
  terminal.print(
    older.length === 0 ? `${counted(files, 'file')}: none is of an older version` : last,
  );
  terminal.record({
    written: isWritten,
    files,
    migrated: older.map(({ file, steps }) => {
      return { file, from: steps[0]?.from, to: steps.at(-1)?.to };
    }),
  });
}

function coloured(diff: string, { bold, cyan, green, red }: Colors): string {
  const paint = (line: string): string => {
    if (/^(---|\+\+\+) [ab]\//.test(line)) return bold(line);
    if (line.startsWith('@@')) return cyan(line);
    if (line.startsWith('+')) return green(line);
    return line.startsWith('-') ? red(line) : line;
  };
  return diff.split('\n').map(paint).join('\n');
}

function notMigrated({ problems }: Found): Failure {
  const files = [...new Set(problems.map(({ file }) => file))];
  return new Failure('FILE_INVALID', `Not migrated, for mistakes besides: ${files.join(', ')}`, {
    hint: 'Mend what is named, then migrate again; other files are done.',
    problems,
  });
}

function tooOld(older: readonly OlderFile[]): Failure {
  const files = older.map(({ file }) => file).join(', ');
  return new Failure('FILE_INVALID', `Expected the newest version, found an older one: ${files}`, {
    hint: 'Bring them to it, and commit what changes: orangery migrate',
  });
}
