import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Failure, formatProblem, type Problem, type RecordName } from '@orangery/schemas';
import { findRoot, readModule, readModules, readRecord } from '@orangery/schemas/files';
import { addCommand, type Context, type Verb } from '../verb.ts';

interface Findings {
  readonly checked: readonly string[];
  readonly problems: readonly Problem[];
}

export const validateVerb: Verb = (program, context) => {
  addCommand(
    program,
    context,
    'validate [path...]',
    'check modules and settings; all problems at once',
    ['orangery validate', 'orangery validate modules/leaf-classifier .github/access.yml'],
  ).action(async (paths: readonly string[]) => {
    const root = await findRoot(context.cwd);
    const found =
      paths.length === 0
        ? [await validateModules(root), ...(await validateSettings(root))]
        : await Promise.all(paths.map(async (path) => validatePath(context, root, path)));
    report(context, {
      checked: found.flatMap(({ checked }) => checked),
      problems: found.flatMap(({ problems }) => problems),
    });
  });
};

function report({ terminal }: Context, { checked, problems }: Findings): void {
  const { colors } = terminal;
  for (const path of checked) {
    const count = problems.filter(
      ({ file }) => file === path || file.startsWith(`${path}/`),
    ).length;
    terminal.print(
      count === 0
        ? `${colors.green('✓')} ${path}`
        : `${colors.red('✗')} ${path}  ${count} ${count === 1 ? 'problem' : 'problems'}`,
    );
  }
  terminal.record({ checked, problems });
  if (problems.length === 0) return;
  throw new Failure('MODULE_INVALID', `\n${problems.map(formatProblem).join('\n')}`, { problems });
}

async function validateModules(root: string): Promise<Findings> {
  const { modules, problems } = await readModules(root);
  const broken = problems.map(({ file }) => file.split('/').slice(0, 2).join('/'));
  const valid = modules.map(({ id }) => `modules/${id}`);
  return { checked: [...new Set([...valid, ...broken])].sort(), problems };
}

async function validateSettings(root: string): Promise<Findings[]> {
  // a marketplace without deployments is normal
  const deployments = await readdir(join(root, 'deployments')).catch(() => [] as string[]);
  const files = [
    'orangery.config.yml',
    '.github/access.yml',
    ...deployments.filter((name) => name.endsWith('.yml')).map((name) => `deployments/${name}`),
  ];
  return Promise.all(files.map(async (file) => validateFile(root, file)));
}

async function validatePath({ cwd }: Context, root: string, path: string): Promise<Findings> {
  const absolute = resolve(cwd, path);
  const file = relative(root, absolute);
  const found = await stat(absolute).catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${path}: expected a file or folder, found nothing`, {
      cause: error,
    });
  });
  if (found.isDirectory() || basename(absolute) === 'module.md') {
    const folder = found.isDirectory() ? absolute : dirname(absolute);
    const result = await readModule(folder, root);
    const problems = result.kind === 'valid' ? [] : result.problems;
    return { checked: [relative(root, folder)], problems };
  }
  return validateFile(root, file);
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
  try {
    await readRecord(kind[1], join(root, file), file);
    return { checked: [file], problems: [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const whole = { file, pointer: '', expected: 'a readable record', found: error.message };
    return { checked: [file], problems: error.problems.length > 0 ? error.problems : [whole] };
  }
}
