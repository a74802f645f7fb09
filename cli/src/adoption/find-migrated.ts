import { lstat, readdir } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { Failure } from '@orangery/schemas';
import { findRoot, listModuleFolders, type MigratedName } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';

export interface MigratedFile {
  readonly name: MigratedName;
  /** Relative to the root, with forward slashes. */
  readonly file: string;
}

const kinds: readonly (readonly [RegExp, MigratedName])[] = [
  [/(^|\/)module\.md$/, 'module'],
  [/(^|\/)orangery\.config\.yml$/, 'configuration'],
  [/(^|\/)\.github\/access\.yml$/, 'access'],
  [/(^|\/)deployments\/[^/]+\.yml$/, 'deployment'],
];

/**
 * Files that people write by hand: those that were named, or below a folder that was; else all.
 * @throws Failure FILE_MISSING, USAGE for a file of another kind
 */
export async function findMigrated(
  paths: readonly string[],
  { cwd }: Pick<Context, 'cwd'>,
): Promise<readonly MigratedFile[]> {
  const root = await findRoot(cwd);
  const all = await findAll(root);
  if (paths.length === 0) return all;
  const found = await Promise.all(paths.map((path) => below(root, resolve(cwd, path), all)));
  const byFile = new Map(found.flat().map((one) => [one.file, one]));
  return [...byFile.values()];
}

async function findAll(root: string): Promise<readonly MigratedFile[]> {
  const ids = (await exists(join(root, 'modules'))) ? (await listModuleFolders(root)).ids : [];
  // a marketplace without deployments is normal
  const deployments = await readdir(join(root, 'deployments')).catch(() => []);
  const candidates: readonly MigratedFile[] = [
    { name: 'configuration', file: 'orangery.config.yml' },
    { name: 'access', file: '.github/access.yml' },
    ...deployments
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .map((name) => ({ name: 'deployment' as const, file: `deployments/${name}` })),
    ...ids.map((id) => ({ name: 'module' as const, file: `modules/${id}/module.md` })),
  ];
  const isThere = await Promise.all(candidates.map(({ file }) => isPlain(join(root, file))));
  return candidates.filter((_, index) => isThere[index]);
}

async function below(
  root: string,
  path: string,
  all: readonly MigratedFile[],
): Promise<readonly MigratedFile[]> {
  const file = relative(root, path).split(sep).join('/');
  const found = await lstat(path).catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${file}: expected a file or folder, found nothing`, {
      cause: error,
    });
  });
  if (found.isDirectory()) {
    const inside = all.filter((one) => file === '' || one.file.startsWith(`${file}/`));
    const own = join(path, 'module.md');
    if (inside.length > 0 || !(await isPlain(own))) return inside;
    return [{ name: 'module', file: `${file}/module.md` }];
  }
  const kind = kinds.find(([pattern]) => pattern.test(file));
  if (kind !== undefined && found.isFile()) return [{ name: kind[1], file }];
  throw new Failure('USAGE', `${basename(file)}: expected a file that people write by hand`, {
    hint: 'Those are module.md, orangery.config.yml, .github/access.yml and deployments/*.yml; records of machines are hashed, and stay as they are.',
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** A link is never followed. */
async function isPlain(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
