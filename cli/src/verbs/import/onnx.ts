import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  importOnnx,
  moduleOfGraph,
  splitLabels,
  writeNewModule,
  type ImportedGraph,
} from '@orangery/runner';
import { Failure, formatBytes, isModuleId, renderModuleFile } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import { graphView, remarksView } from '../../import/graph-view.ts';
import { addOnnxOptions, wishOf, type OnnxOptions } from '../../import/onnx-options.ts';
import { readOnnx, type OnnxFile } from '../../import/read-onnx.ts';
import { shownPath } from '../../shown-path.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';

/** Of weights in Git, as validation has it. */
const mostBytesInGit = 2 * 1024 ** 2;

export const onnxCommand: Verb = (group, context) => {
  const command = addCommand(
    group,
    context,
    'onnx <file>',
    'make a module of an ONNX file: a path, or a link',
    [
      'orangery import onnx model.onnx --dry-run',
      'orangery import onnx iris.onnx --columns sepal_cm,petal_cm --sample rows.csv',
      'orangery import onnx https://example.org/resnet.onnx --labels labels.txt --sample cat.jpg',
    ],
  );
  addOnnxOptions(command).action(async (place: string, options: OnnxOptions) =>
    makeOfOnnx(place, options, context),
  );
};

/** Makes a module of an ONNX file, and says what was assumed and what comes next. */
export async function makeOfOnnx(
  place: string,
  options: OnnxOptions,
  context: Context,
): Promise<void> {
  const { terminal, cwd } = context;
  const target = await targetOf(options, await readOnnx(place, context), context);
  const imported = await importOnnx({
    bytes: target.file.bytes,
    file: place,
    details: detailsOf(target, options),
    wish: wishOf(options, await readLabels(options.labels, cwd)),
    ...(options.sample !== undefined && { sample: await readSample(options.sample, cwd) }),
  });
  const module = moduleOfGraph({ ...target, imported });
  const text = renderModuleFile(module.frontMatter, module.card);
  if (options.dryRun !== true) await writeNewModule(module, target.path, target.folder);
  tell(imported, target, options, context);
  if (options.dryRun === true) terminal.print(text);
  else tellNext(module.next, target, context);
  terminal.record({
    ...{ type: 'imported', module: target.id, folder: target.folder },
    ...{ dryRun: options.dryRun === true, bytes: target.file.bytes.length },
    ...{ remarks: imported.remarks, next: module.next, text },
  });
}

/** Where the module goes, and whether its weights go with it. */
interface Target {
  readonly file: OnnxFile;
  readonly id: string;
  readonly path: string;
  readonly folder: string;
  readonly name: string;
  readonly isLarge: boolean;
  readonly weights: Uint8Array | null;
}

async function targetOf(
  { id: wanted, link, out }: OnnxOptions,
  file: OnnxFile,
  { cwd }: Context,
): Promise<Target> {
  const id = wanted ?? idOf(file.name);
  if (!isModuleId(id)) throw badId(id);
  if (link !== undefined && !/^https:\/\/\S+$/.test(link)) throw badLink(link);
  const root = await findRoot(cwd);
  const isTooLarge = file.bytes.length > mostBytesInGit && link === undefined;
  const parent = out === undefined ? join(root, isTooLarge ? 'out' : 'modules') : resolve(cwd, out);
  const path = join(parent, id);
  const folder = shownPath(path, cwd);
  const isInModules = parent === join(root, 'modules');
  return {
    ...{ file, id, path, folder, name: isInModules ? id : folder },
    isLarge: isTooLarge && !isInModules,
    weights: link === undefined ? file.bytes : null,
  };
}

/** `ResNet50 v2.onnx` → `resnet50-v2`. */
function idOf(file: string): string {
  const words = file
    .replace(/\.onnx$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const begun = /^[a-z]/.test(words) ? words : `model-${words}`;
  return begun.slice(0, 64).replace(/-+$/, '');
}

function detailsOf({ id, file }: Target, options: OnnxOptions) {
  const { title, summary, license, author = [], task, link } = options;
  const words = id.replaceAll('-', ' ');
  return {
    ...{
      id,
      title: title ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
      summary,
      license,
    },
    ...{ authors: author, task, link, source: file.source },
    today: new Date().toISOString().slice(0, 10),
  };
}

/** Names, or a file of them. */
async function readLabels(
  said: string | undefined,
  cwd: string,
): Promise<readonly string[] | undefined> {
  if (said === undefined) return undefined;
  const isFile = !said.includes(',');
  const text = isFile ? await readNamed('--labels', said, cwd) : said;
  const labels = splitLabels(text.toString());
  if (labels === undefined || new Set(labels).size < labels.length) {
    const found = labels === undefined ? 'none that can be read' : 'one of them twice';
    throw new Failure('USAGE', `--labels: expected names of classes, found ${found}`, {
      hint: 'Write a,b,c, or name a file with one a line, or a list or dictionary of JSON.',
    });
  }
  return labels;
}

async function readSample(file: string, cwd: string) {
  return { name: basename(file), bytes: await readNamed('--sample', file, cwd) };
}

async function readNamed(flag: string, file: string, cwd: string): Promise<Buffer> {
  return readFile(resolve(cwd, file)).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${flag} ${file}: expected a file that can be read`, {
      cause,
    });
  });
}

function tell(
  imported: ImportedGraph,
  { folder, file }: Target,
  { dryRun }: OnnxOptions,
  { terminal }: Context,
): void {
  const { green, bold, dim } = terminal.colors;
  const size = formatBytes(file.bytes.length);
  const lines = [
    `${green('✓')} ${bold(folder)}  ${dim(`from ${file.name}, ${size}`)}`,
    graphView(imported, terminal),
    ...(imported.remarks.length > 0 ? [remarksView(imported.remarks, terminal)] : []),
  ];
  // a module.md that is printed alone can be piped
  if (dryRun === true) terminal.note(`${lines.join('\n\n')}\n`);
  else terminal.print(`${lines.join('\n\n')}\n`);
}

function tellNext(next: readonly string[], target: Target, { terminal }: Context): void {
  const { bold } = terminal.colors;
  const { id, folder, isLarge, weights } = target;
  if (isLarge) {
    terminal.print(
      `${formatBytes(target.file.bytes.length)} of weights are too large for Git, so it lies outside of modules/. To share it, publish\nthe files of ${folder}/artifact as a zip, then import it again with --link <https address of the zip>.\n`,
    );
  }
  if (weights === null) {
    terminal.print(
      `Its weights are not in the folder. The zip behind the link holds these two files:\n  artifact.json and model.onnx, as orangery import onnx … --out out writes them into out/${id}/artifact.\n`,
    );
  }
  terminal.print(bold('Next'));
  for (const line of next) terminal.print(`  ${line}`);
}

function badId(id: string): Failure {
  return new Failure('USAGE', `--id: expected lower-case words joined by hyphens, found ${id}`, {
    hint: 'For example --id flower-namer.',
  });
}

function badLink(link: string): Failure {
  return new Failure('USAGE', `--link: expected an https address, found ${link}`, {
    hint: 'Weights that only some may fetch are put into a deployment, not linked here.',
  });
}
