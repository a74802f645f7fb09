import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Failure, type Problem, type RecordName } from '@orangery/schemas';
import {
  findRoot,
  listDeploymentFiles,
  readDeploymentFile,
  readModule,
  readRecord,
} from '@orangery/schemas/files';
import type { Colors, Terminal } from '../terminal.ts';
import { counted } from '../counted.ts';
import { readCheckedModules } from '../read-checked-modules.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface Findings {
  /** Paths of module folders from the root. */
  readonly modules: readonly string[];
  /** Paths of single files from the root. */
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

export const validateVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery validate',
    'orangery validate modules/leaf-classifier .github/access.yml',
  ]).action(async (paths: readonly string[]) => {
    const root = await findRoot(context.cwd);
    const found =
      paths.length === 0
        ? [await validateModules(root), ...(await validateSettings(root))]
        : await Promise.all([...new Set(paths)].map((path) => validatePath(context, root, path)));
    report(context.terminal, {
      modules: found.flatMap(({ modules }) => modules),
      files: found.flatMap(({ files }) => files),
      problems: found.flatMap(({ problems }) => problems),
    });
  });
};

/** What was found goes to standard output; standard error then gets one line, not the list again. */
function report(terminal: Terminal, { modules, files, problems }: Findings): void {
  const { colors } = terminal;
  for (const path of [...modules, ...files]) {
    const isGood = problems.every(({ file }) => file !== path && !file.startsWith(`${path}/`));
    if (isGood) terminal.print(`${colors.green('✓')} ${path}`);
  }
  if (problems.length > 0) terminal.print(`\n${renderProblems(problems, colors)}\n`);
  terminal.record({ modules, files, problems });
  const checked = [
    ...(modules.length > 0 ? [counted(modules.length, 'module')] : []),
    ...(files.length > 0 ? [counted(files.length, 'settings or record file')] : []),
  ].join(' and ');
  if (problems.length === 0) {
    terminal.print(`\n${checked}: no problems`);
    return;
  }
  const broken = new Set(problems.map(({ file }) => file));
  throw new Failure(
    'MODULE_INVALID',
    `${checked}: ${counted(problems.length, 'problem')} in ${counted(broken.size, 'file')}`,
    {
      hint: 'Mend the lines that are named, then check again.',
      ...(terminal.isJson && { problems }),
    },
  );
}

/** A heading for each file, below it a line for each problem: where, what was expected, what found. */
function renderProblems(problems: readonly Problem[], colors: Colors): string {
  const byFile = Map.groupBy(problems, ({ file }) => file);
  const where = problems.map(({ line, column }) => (line === undefined ? '' : `${line}:${column}`));
  const widest = Math.max(...where.map((text) => text.length));
  const what = Math.max(...problems.map(({ pointer }) => Math.min(pointer.length, 32)));
  const blank = ' '.repeat(widest + what + 6);
  const lines = (problem: Problem): string[] => {
    const place = where[problems.indexOf(problem)]!.padStart(widest);
    const field = problem.pointer.padEnd(what);
    return [
      `  ${colors.dim(place)}  ${field}  expected ${problem.expected}, found ${problem.found}`,
      ...(problem.hint === undefined ? [] : [`${blank}${colors.dim(problem.hint)}`]),
    ];
  };
  return [...byFile]
    .map(([file, own]) => [`${colors.red('✗')} ${colors.bold(file)}`, ...own.flatMap(lines)])
    .map((group) => group.join('\n'))
    .join('\n\n');
}

async function validateModules(root: string): Promise<Findings> {
  const { modules, problems } = await readCheckedModules(root);
  const broken = problems.map(({ file }) => file.split('/').slice(0, 2).join('/'));
  const valid = modules.map(({ id }) => `modules/${id}`);
  return { modules: [...new Set([...valid, ...broken])].sort(), files: [], problems };
}

/** One module; of one in `modules/` also what it says of the others. */
async function validateModule(root: string, folder: string): Promise<Findings> {
  const path = slashed(relative(root, folder));
  if (dirname(folder) === join(root, 'modules')) {
    const { problems } = await readCheckedModules(root);
    const own = problems.filter(({ file }) => file === path || file.startsWith(`${path}/`));
    return { modules: [path], files: [], problems: own };
  }
  const result = await readModule(folder, root);
  const problems = result.kind === 'valid' ? [] : result.problems;
  return { modules: [path], files: [], problems };
}

async function validateSettings(root: string): Promise<Findings[]> {
  const files = ['orangery.config.yml', '.github/access.yml', ...(await listDeploymentFiles(root))];
  return Promise.all(files.map((file) => validateFile(root, file)));
}

async function validatePath({ cwd }: Context, root: string, path: string): Promise<Findings> {
  const absolute = resolve(cwd, path);
  const found = await stat(absolute).catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${path}: expected a file or folder, found nothing`, {
      cause: error,
    });
  });
  if (absolute === join(root, 'modules')) return validateModules(root);
  if (found.isDirectory()) return validateModule(root, absolute);
  if (basename(absolute) === 'module.md') return validateModule(root, dirname(absolute));
  return validateFile(root, slashed(relative(root, absolute)));
}

const kinds: readonly (readonly [RegExp, RecordName])[] = [
  [/(^|\/)orangery\.config\.yml$/, 'configuration'],
  [/(^|\/)access\.yml$/, 'access'],
  [/(^|\/)deployments\/[^/]+\.yml$/, 'deployment'],
  [/(^|\/)training\/[^/]+\.yml$/, 'trainingRequest'],
  [/(^|\/)receipts\/[^/]+\.json$/, 'receipt'],
  [/(^|\/)reports\/[^/]+\.json$/, 'benchmarkReport'],
  [/(^|\/)artifact\.json$/, 'artifact'],
  [/(^|\/)golden\.json$/, 'goldenTest'],
];

async function validateFile(root: string, file: string): Promise<Findings> {
  const kind = kinds.find(([pattern]) => pattern.test(file));
  if (kind === undefined) {
    throw new Failure('USAGE', `${file}: expected a module folder or a file of a known kind`, {
      hint: `Known are: module.md, orangery.config.yml, access.yml, deployments/*.yml and a module's records.`,
    });
  }
  const path = join(root, file);
  const problems = await problemsOf(file, () => readRecord(kind[1], path, file));
  if (problems.length === 0 && kind[1] === 'deployment') {
    problems.push(...(await problemsOf(file, () => checkKeys(path, file))));
    const isPlaced = dirname(file) === 'deployments';
    if (isPlaced) problems.push(...(await problemsOf(file, () => readDeploymentFile(root, file))));
  }
  return { modules: [], files: [file], problems };
}

async function problemsOf(file: string, check: () => Promise<unknown>): Promise<Problem[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const whole = { file, pointer: '', expected: 'a readable record', found: error.message };
    return error.problems.length > 0 ? [...error.problems] : [whole];
  }
}

/** What a schema cannot say of keys; the runner takes a second to load, so only where there are some. */
async function checkKeys(path: string, file: string): Promise<void> {
  const record = await readRecord('deployment', path, file);
  if (record.keys === undefined) return;
  const { readKeys } = await import('@orangery/runner');
  await readKeys(path, file);
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
