import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { hashRecord } from './canonical.ts';
import { Failure, type Problem } from './failure.ts';
import type {
  Artifact,
  BenchmarkReport,
  GoldenTest,
  ModuleFrontMatter,
  Receipt,
} from './generated/types.ts';
import { listModuleFiles, type ModuleLimits } from './module-files.ts';
import { checkModuleFile } from './module-check.ts';
import { isModuleId } from './module-id.ts';
import { checkRelations } from './module-relations.ts';
import type { PlacelessProblem } from './record.ts';
import { readRecord } from './record-file.ts';

/** One module as it lies in its folder, every part of it validated. */
export interface Module {
  readonly id: string;
  /** Absolute path. */
  readonly folder: string;
  readonly frontMatter: ModuleFrontMatter;
  /** The model card: Markdown below the front matter. */
  readonly card: string;
  /** Weights, when they lie in the folder. */
  readonly artifact: Artifact | null;
  readonly golden: GoldenTest | null;
  /** Newest first. */
  readonly receipts: readonly Receipt[];
  /** Newest first. */
  readonly reports: readonly BenchmarkReport[];
  /** Paths with forward slashes, relative to the folder. */
  readonly files: readonly string[];
}

export type ModuleFolder =
  | {
      readonly kind: 'valid';
      readonly module: Module;
      /** Says where in module.md a problem stands that is found later. */
      readonly locate: (problem: PlacelessProblem) => Problem;
    }
  | { readonly kind: 'invalid'; readonly id: string; readonly problems: readonly Problem[] };

/**
 * Reads one module folder with every file the format knows; all problems of the folder at once.
 * @param limits those of Git, unless the module is only to be used
 */
export async function readModule(
  folder: string,
  root = folder,
  limits?: ModuleLimits,
): Promise<ModuleFolder> {
  const id = basename(folder);
  const name = (path: string): string => relative(root, join(folder, path)) || path;
  const listed = await listModuleFiles(folder, name, limits);
  const problems: Problem[] = [...listed.problems, ...idProblems(id, name('.'))];
  const file = name('module.md');
  if (!listed.files.includes('module.md')) {
    // a link is never followed, and is a problem already
    if (!problems.some((problem) => problem.file === file)) {
      problems.push({ file, pointer: '', expected: 'a file', found: 'nothing' });
    }
    return { kind: 'invalid', id, problems };
  }
  const text = await readFile(join(folder, 'module.md'), 'utf8');
  const checked = checkModuleFile(text, file, {
    hasCode: listed.files.includes('module.ts'),
    hasDockerfile: listed.files.includes('Dockerfile'),
  });
  if (checked.kind === 'invalid') problems.push(...checked.problems);
  const records = await readRecords(folder, listed.files, name, problems);
  if (checked.kind === 'invalid') return { kind: 'invalid', id, problems };
  const { frontMatter, card, locate } = checked;
  problems.push(...artifactProblems(frontMatter, records.artifact).map(locate));
  if (problems.length > 0) return { kind: 'invalid', id, problems };
  return {
    kind: 'valid',
    module: { id, folder, frontMatter, card, files: listed.files, ...records },
    locate,
  };
}

export interface ReadModules {
  readonly modules: readonly Module[];
  readonly problems: readonly Problem[];
  /** Says where in the module.md of one of the modules a problem stands that is found later. */
  readonly locate: (id: string, problem: PlacelessProblem) => Problem;
}

/**
 * Reads every module below `modules/`, and checks what they say of each other.
 * @throws Failure FILE_MISSING when there is no such folder
 */
export async function readModules(root: string): Promise<ReadModules> {
  const listed = await listModuleFolders(root);
  const modules: Module[] = [];
  const problems = [...listed.problems];
  const places = new Map<string, (problem: PlacelessProblem) => Problem>();
  const locate: ReadModules['locate'] = (id, problem) => places.get(id)!(problem);
  for (const name of listed.ids) {
    const found = await readModule(join(root, 'modules', name), root);
    if (found.kind === 'invalid') {
      problems.push(...found.problems);
    } else {
      modules.push(found.module);
      places.set(name, found.locate);
    }
  }
  for (const { id, problem } of checkRelations(modules, new Set(listed.ids))) {
    problems.push(locate(id, problem));
  }
  return { modules, problems, locate };
}

function idProblems(id: string, file: string): Problem[] {
  if (isModuleId(id)) return [];
  const expected = 'a folder name of lower-case words joined by hyphens';
  return [{ file, pointer: '', expected, found: JSON.stringify(id) }];
}

type ModuleRecords = Pick<Module, 'artifact' | 'golden' | 'receipts' | 'reports'>;

async function readRecords(
  folder: string,
  files: readonly string[],
  name: (path: string) => string,
  problems: Problem[],
): Promise<ModuleRecords> {
  const read = async <Value>(path: string, reader: (path: string) => Promise<Value>) => {
    try {
      return [await reader(join(folder, path))];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(...recordProblems(error, name(path)));
      return [];
    }
  };
  const readAll = async <Value>(
    pattern: RegExp,
    reader: (path: string, file: string) => Promise<Value>,
  ) =>
    (
      await Promise.all(
        files
          .filter((path) => pattern.test(path))
          .map((path) => read(path, (absolute) => reader(absolute, name(path)))),
      )
    ).flat();
  const [artifact = null] = await readAll(/^artifact\/artifact\.json$/, (path, file) =>
    readRecord('artifact', path, file),
  );
  const [golden = null] = await readAll(/^golden\.json$/, (path, file) =>
    readRecord('goldenTest', path, file),
  );
  const receipts = await readAll(/^receipts\/[^/]+\.json$/, (path, file) =>
    readRecord('receipt', path, file),
  );
  const reports = await readAll(/^reports\/[^/]+\.json$/, (path, file) =>
    readRecord('benchmarkReport', path, file),
  );
  await readAll(/^training\/[^/]+\.yml$/, (path, file) =>
    readRecord('trainingRequest', path, file),
  );
  return {
    artifact,
    golden,
    receipts: receipts.sort((a, b) => (a.observed.finishedAt < b.observed.finishedAt ? 1 : -1)),
    reports: reports.sort((a, b) => (a.measuredAt < b.measuredAt ? 1 : -1)),
  };
}

function recordProblems(failure: Failure, file: string): readonly Problem[] {
  if (failure.problems.length > 0) return failure.problems;
  return [{ file, pointer: '', expected: 'a readable record', found: failure.message }];
}

function artifactProblems(
  { artifact, runtime }: ModuleFrontMatter,
  record: Artifact | null,
): PlacelessProblem[] {
  const pointer = '/artifact';
  const hash = record === null ? null : hashRecord(record);
  if (artifact === undefined) {
    if (hash === null) return [];
    return [{ pointer, expected: `sha256 ${hash} of artifact/artifact.json`, found: 'nothing' }];
  }
  if (hash === null) {
    if (artifact.link !== undefined) return [];
    return [{ pointer, expected: 'artifact/artifact.json, or a link', found: 'neither' }];
  }
  for (const own of ['onnx', 'container'] as const) {
    if (record === null || (record.format === own) === (runtime === own)) continue;
    const expected = `runtime ${own} exactly for an artifact of format ${own}`;
    return [{ pointer: '/runtime', expected, found: `${runtime} with format ${record.format}` }];
  }
  if (runtime === 'tfjs' && record !== null && record.recipe === undefined) {
    return [{ pointer, expected: 'the recipe in artifact/artifact.json', found: 'nothing' }];
  }
  if (hash === artifact.sha256) return [];
  const expected = `sha256 ${hash} of artifact/artifact.json`;
  return [{ pointer: '/artifact/sha256', expected, found: artifact.sha256 }];
}

export interface ListedFolders {
  /** Names of the folders, sorted. */
  readonly ids: readonly string[];
  /** Links, which are never followed. */
  readonly problems: readonly Problem[];
}

/** @throws Failure FILE_MISSING when there is no `modules/` */
export async function listModuleFolders(root: string): Promise<ListedFolders> {
  const parent = join(root, 'modules');
  const entries = await readdir(parent, { withFileTypes: true }).catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${parent} cannot be read`, { cause: error });
  });
  const named = (isWanted: (entry: Dirent) => boolean): string[] =>
    entries
      .filter(isWanted)
      .map(({ name }) => name)
      .sort();
  const problems = named((entry) => entry.isSymbolicLink()).map((name) => ({
    file: `modules/${name}`,
    pointer: '',
    expected: 'a folder or a plain file',
    found: 'a link',
  }));
  return { ids: named((entry) => entry.isDirectory()), problems };
}
