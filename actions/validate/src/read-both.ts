import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Failure,
  moduleReferences,
  removalProblem,
  type Access,
  type Problem,
} from '@orangery/schemas';
import {
  readDeploymentFile,
  readDeploymentReferences,
  readModules,
  readRecord,
  type Module,
} from '@orangery/schemas/files';
import { moduleChecks } from '../../validation/module-checks.ts';

/** All modules before and after a change. */
export interface Both {
  readonly base: ReadonlyMap<string, Module>;
  readonly head: ReadonlyMap<string, Module>;
  /** Folders that the head has no more. */
  readonly gone: ReadonlySet<string>;
  /** What is wrong at the head, and was not before. */
  readonly problems: readonly Problem[];
}

/**
 * Reads both catalogues, as data: what modules say of each other can only be seen together.
 * @param ids whose problems count though they were there before
 */
export async function readBoth(
  baseRoot: string,
  headRoot: string,
  ids: readonly string[],
): Promise<Both> {
  const before = await readAll(baseRoot);
  const after = await readAll(headRoot);
  const known = new Set(before.problems.map(keyOf));
  const isOwn = ({ file }: Problem): boolean => ids.some((id) => isOf(file, id));
  const head = new Map(after.modules.map((module) => [module.id, module]));
  const beside = await problemsBeside(
    baseRoot,
    ids.flatMap((id) => head.get(id) ?? []),
  );
  const gone = await goneFolders(headRoot, ids);
  return {
    gone,
    base: new Map(before.modules.map((module) => [module.id, module])),
    head,
    problems: [
      ...after.problems.filter((problem) => isOwn(problem) || !known.has(keyOf(problem))),
      ...beside,
      ...(await removalProblems(headRoot, gone, head)),
    ],
  };
}

async function goneFolders(headRoot: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const gone = new Set<string>();
  for (const id of ids) {
    const found = await lstat(join(headRoot, 'modules', id)).catch(() => null);
    if (found === null) gone.add(id);
  }
  return gone;
}

/** Folders that are taken away while another module or a deployment names them. */
async function removalProblems(
  headRoot: string,
  gone: ReadonlySet<string>,
  head: ReadonlyMap<string, Module>,
): Promise<readonly Problem[]> {
  if (gone.size === 0) return [];
  const naming = [
    ...[...head.values()].map(({ id, frontMatter }) => ({
      file: `modules/${id}/module.md`,
      references: moduleReferences(frontMatter),
    })),
    ...(await readDeploymentReferences(headRoot)),
  ];
  return [...gone].flatMap((id) => removalProblem(id, naming) ?? []);
}

/** Whether a problem's file is of a module. */
export function isOf(file: string, id: string): boolean {
  return file === `modules/${id}` || file.startsWith(`modules/${id}/`);
}

/** Without its line, which moves. */
function keyOf({ file, pointer, expected, found }: Problem): string {
  return JSON.stringify([file, pointer, expected, found]);
}

interface Catalogue {
  readonly modules: readonly Module[];
  readonly problems: readonly Problem[];
}

async function readAll(root: string): Promise<Catalogue> {
  const folder = join(root, 'modules');
  const found = await lstat(folder).catch(() => null);
  // a contribution may take the last module away, or put a link in their place
  if (found === null) return { modules: [], problems: [] };
  if (found.isDirectory()) return readModules(root);
  const problem = { file: 'modules', pointer: '', expected: 'a folder', found: 'a link or file' };
  return { modules: [], problems: [problem] };
}

/** What is wrong with modules that are valid; whose signature counts, the base says. */
async function problemsBeside(
  baseRoot: string,
  modules: readonly Module[],
): Promise<readonly Problem[]> {
  const access = async (): Promise<Access> =>
    readRecord('access', join(baseRoot, '.github', 'access.yml'), 'access.yml');
  const problems: Problem[] = [];
  for (const module of modules) {
    for (const { find } of moduleChecks) problems.push(...(await find({ module, access })));
  }
  return problems;
}

/**
 * The request for a training that a folder holds and nothing else; null of every other. Where the base
 * has the folder it is a module, and what is gone from it is missed.
 */
export async function requestIn(
  baseRoot: string,
  headRoot: string,
  id: string,
): Promise<string | null> {
  const before = await lstat(join(baseRoot, 'modules', id)).catch(() => null);
  if (before !== null) return null;
  const folder = join(headRoot, 'modules', id);
  const [only, ...more] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (only?.name !== 'training' || !only.isDirectory() || more.length > 0) return null;
  const [file, ...others] = await readdir(join(folder, 'training'));
  if (file === undefined || !file.endsWith('.yml') || others.length > 0) return null;
  return `modules/${id}/training/${file}`;
}

/** What is wrong with a file that holds one record. */
export async function fileProblems(
  root: string,
  file: string,
  name: 'deployment' | 'trainingRequest',
): Promise<readonly Problem[]> {
  const found = await lstat(join(root, file)).catch(() => null);
  if (found === null) return [];
  const whole = { file, pointer: '', expected: 'a plain file', found: 'a link or folder' };
  if (!found.isFile()) return [whole];
  try {
    await (name === 'deployment'
      ? readDeploymentFile(root, file)
      : readRecord(name, join(root, file), file));
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.problems.length > 0) return error.problems;
    return [{ file, pointer: '', expected: 'a readable record', found: error.message }];
  }
}
