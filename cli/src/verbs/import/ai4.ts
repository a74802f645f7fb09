import { join, resolve } from 'node:path';
import { createImageResolver, fetchMetadata, findMetadata, type FoundPath } from '@orangery/runner';
import { Failure, isModuleId } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import { counted } from '../../counted.ts';
import { importFile, type ImportPlace } from '../../import/import-file.ts';
import type { ImportOutcome } from '../../import/import-outcome.ts';
import { lackingView, outcomeTable, outcomeView } from '../../import/import-view.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';

interface ImportOptions {
  readonly id?: string;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly resolve: boolean;
}

export const ai4Command: Verb = (group, context) => {
  addCommand(group, context, 'ai4 <place>', 'make modules of AI4OS’s ai4-metadata, 1.x and 2.x', [
    'orangery import ai4 https://github.com/ai4os-hub/obsea-fish-detection',
    'orangery import ai4 ai4-metadata.yml --id fish-detector --dry-run',
    'orangery import ai4 ../modules-catalog --no-resolve',
  ])
    .addHelpText(
      'after',
      '\nThe place is a file, a folder with ai4-metadata.yml or many such files, a link to a file,\nor the page of a repository on GitHub.',
    )
    .option('--id <id>', 'what the module is called (default: as its file, folder or repository)')
    .option('--dry-run', 'write nothing, and print the module.md')
    .option('--out <folder>', 'folder that the module’s folder is made in (default: modules)')
    .option('--no-resolve', 'ask no registry for the digest of the image; it stays unpinned')
    .action(async (place: string, options: ImportOptions) => run(place, options, context));
};

async function run(place: string, options: ImportOptions, context: Context): Promise<void> {
  const { terminal } = context;
  if (options.id !== undefined && !isModuleId(options.id)) throw badId(options.id);
  const found = await find(place, context);
  if (found.isFolder && options.id !== undefined) throw oneId(place, found.files.length);
  const target = await placeOf(options, context);
  const outcomes: ImportOutcome[] = [];
  for (const file of found.files) {
    const outcome = await importFile(file, target);
    outcomes.push(outcome);
    // of one file the failure says it
    if (found.isFolder || outcome.kind === 'imported') tell(outcome, options, context);
  }
  if (found.isFolder) tellAll(outcomes, found, context);
  else tellNext(outcomes, options, context);
  terminal.record({
    ...{ type: 'imported', dryRun: target.isTrial, imports: outcomes.map(recordOf) },
    others: found.others,
  });
  throwRefused(outcomes, found, context);
}

async function find(place: string, context: Context): Promise<FoundPath> {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(place)) return findMetadata(place, context.cwd);
  const file = await fetchMetadata(
    place,
    createWorld(context, () => {}),
  );
  return { files: [file], others: [], isFolder: false };
}

async function placeOf(options: ImportOptions, context: Context): Promise<ImportPlace> {
  const { cwd } = context;
  const modules =
    options.out === undefined ? join(await findRoot(cwd), 'modules') : resolve(cwd, options.out);
  const ask = createImageResolver(createWorld(context, () => {}));
  return {
    ...{ modules, cwd, id: options.id, isTrial: options.dryRun === true },
    resolve: async (reference) =>
      options.resolve || reference.includes('@')
        ? ask(reference)
        : { kind: 'unpinned', reference, why: '--no-resolve' },
  };
}

/** A module.md that is printed alone can be piped; what is said of it goes to standard error. */
function tell(outcome: ImportOutcome, { dryRun }: ImportOptions, { terminal }: Context): void {
  const view = `${outcomeView(outcome, terminal)}\n`;
  if (dryRun !== true) terminal.print(view);
  else {
    terminal.note(view);
    if (outcome.kind === 'imported') terminal.print(outcome.text);
  }
}

function tellAll(
  outcomes: readonly ImportOutcome[],
  { others }: FoundPath,
  { terminal }: Context,
): void {
  terminal.print(outcomeTable(outcomes, terminal));
  if (outcomes.some(({ kind }) => kind === 'imported')) {
    terminal.print(`\n${lackingView(outcomes, terminal)}`);
  }
  if (others.length > 0) {
    terminal.print(terminal.colors.dim(`\nNo ai4-metadata, passed over: ${others.join(', ')}`));
  }
}

function tellNext(
  outcomes: readonly ImportOutcome[],
  { dryRun }: ImportOptions,
  { terminal }: Context,
): void {
  const [outcome] = outcomes;
  if (outcome?.kind !== 'imported' || dryRun === true) return;
  const { bold } = terminal.colors;
  terminal.print(`${lackingView(outcomes, terminal)}\n`);
  terminal.print(bold('Next'));
  terminal.print(`  orangery validate ${outcome.folder}`);
  terminal.print(`  orangery test ${outcome.folder}`);
}

function recordOf(outcome: ImportOutcome): object {
  if (outcome.kind === 'imported') return outcome;
  const { file, failure, warnings } = outcome;
  const { code, message, hint, problems } = failure;
  return { kind: 'refused', file, code, message, hint, problems, warnings };
}

function throwRefused(
  outcomes: readonly ImportOutcome[],
  { isFolder }: FoundPath,
  { terminal }: Context,
): void {
  const refused = outcomes.filter((outcome) => outcome.kind === 'refused');
  const [first] = refused;
  if (first === undefined) return;
  if (!isFolder) throw first.failure;
  throw new Failure(
    'FILE_INVALID',
    `${refused.length} of ${counted(outcomes.length, 'file')} refused`,
    {
      hint: 'Mend what is named, and import those again; the others are done.',
      // people have read them above
      ...(terminal.isJson && { problems: refused.flatMap(({ failure }) => failure.problems) }),
    },
  );
}

function badId(id: string): Failure {
  return new Failure('USAGE', `--id: expected lower-case words joined by hyphens, found ${id}`, {
    hint: 'For example --id fish-detector.',
  });
}

function oneId(place: string, files: number): Failure {
  return new Failure(
    'USAGE',
    `--id: expected one file, found ${counted(files, 'file')} in ${place}`,
    {
      hint: 'Leave --id out, or name one of the files.',
    },
  );
}
