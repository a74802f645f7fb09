import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exportFormats, type ExportFormat } from '@orangery/runner/exchange';
import { Failure, formatProblem } from '@orangery/schemas';
import { limitsOnDisk, readModule, writeWhole, type Module } from '@orangery/schemas/files';
import { Option } from 'commander';
import { exchangedModule } from '../exchanged.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { shownPath } from '../shown-path.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

type FormatName = keyof typeof exportFormats;

interface ExportOptions {
  readonly format: FormatName;
  readonly out?: string;
  readonly force?: true;
}

export const exportVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery export leaf-classifier --format ai4',
    'orangery export leaf-classifier --format huggingface --out README.md',
    'orangery export seed-classifier --format croissant',
  ])
    .addOption(
      new Option('--format <name>', 'whose format')
        .choices(Object.keys(exportFormats))
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'write it there instead of printing it')
    .option('--force', 'replace that file where it is there')
    .action(async (name: string, options: ExportOptions) => run(name, options, context));
};

async function run(name: string, options: ExportOptions, context: Context): Promise<void> {
  const { terminal, cwd } = context;
  const module = await readValid(await resolveModuleFolder(name, cwd));
  const format: ExportFormat = exportFormats[options.format];
  const exchanged = await exchangedModule(module);
  const text = format.write(exchanged);
  if (text === undefined) throw unfit(module.id, format, format.lacking(exchanged));
  const path = options.out === undefined ? undefined : resolve(cwd, options.out);
  if (path === undefined) terminal.print(text.trimEnd());
  else {
    if (options.force !== true) await checkFree(path, options.out!);
    await writeWhole(path, text);
    const { green, bold } = terminal.colors;
    terminal.print(`${green('✓')} ${bold(shownPath(path, cwd))}  ${format.title} of ${module.id}`);
  }
  terminal.record({
    ...{ type: 'exported', module: module.id, version: module.frontMatter.version },
    ...{ format: options.format, file: options.out ?? null, text },
  });
}

/** As the runner does, without the second that all of it takes to load. */
async function readValid(folder: string): Promise<Module> {
  const found = await readModule(folder, folder, limitsOnDisk);
  if (found.kind === 'valid') return found.module;
  const { problems } = found;
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

async function checkFree(path: string, name: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return;
  const what = found.isDirectory() ? 'a folder' : 'a file';
  throw new Failure('USAGE', `--out ${name}: expected no file there, found ${what}`, {
    hint: found.isDirectory()
      ? 'Name a file in it.'
      : 'Name another, or say --force to replace it.',
  });
}

function unfit(id: string, { title }: ExportFormat, lacking: readonly string[]): Failure {
  return new Failure(
    'FORMAT_UNFIT',
    `${id}: no ${title} is written of it. What it would need:\n${lacking.map((one) => `  - ${one}`).join('\n')}`,
  );
}
