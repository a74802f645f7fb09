import { lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import type { CommitFile } from '../../forge.ts';

/**
 * Writes the files of a commit into an empty folder below a root. Links are written as links and never
 * followed: neither one of the commit, nor one that an earlier step left on the way.
 * @throws Failure PATH_OUTSIDE for a path that cannot be written safely
 */
export async function writeCommitFiles(
  root: string,
  folder: string,
  files: readonly CommitFile[],
): Promise<void> {
  await makeFolder(root, folder);
  for (const file of files) {
    const path = folder === '' ? file.path : `${folder}/${file.path}`;
    if (file.path.split('/').some(isReserved)) throw unsafe(file.path, 'a reserved name');
    const target = resolveInside(root, path);
    await makeFolder(root, path.split('/').slice(0, -1).join('/'));
    await write(file, target);
  }
}

/** Makes a folder step by step; what stands in its way must be a folder itself. */
export async function makeFolder(root: string, path: string): Promise<void> {
  resolveInside(root, path === '' ? '.' : path);
  let at = root;
  for (const part of path.split('/').filter((one) => one !== '' && one !== '.')) {
    at = join(at, part);
    const found = await lstat(at).catch(() => null);
    if (found === null) await mkdir(at);
    else if (!found.isDirectory()) throw unsafe(path, 'a link or file where a folder must be');
  }
}

async function write({ path, mode, content }: CommitFile, target: string): Promise<void> {
  if (mode === '160000') {
    await mkdir(target);
  } else if (mode === '120000') {
    await symlink(content.toString('utf8'), target);
  } else if (mode === '100644' || mode === '100755') {
    // the flag refuses what is there already, a link too
    const permissions = mode === '100755' ? 0o755 : 0o644;
    await writeFile(target, content, { flag: 'wx', mode: permissions });
  } else {
    throw unsafe(path, `the unknown mode ${mode}`);
  }
}

/** Removes what a folder holds, and what stands in its place. */
export async function clearFolder(root: string, folder: string): Promise<void> {
  const target = resolveInside(root, folder === '' ? '.' : folder);
  await makeFolder(root, folder.split('/').slice(0, -1).join('/'));
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
}

function isReserved(part: string): boolean {
  return part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git';
}

function unsafe(path: string, found: string): Failure {
  const message = `${JSON.stringify(path)} cannot be checked out safely: found ${found}`;
  return new Failure('PATH_OUTSIDE', message);
}
