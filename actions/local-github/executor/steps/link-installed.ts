import {
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Links each package installed in a checkout into `node_modules` of another checkout; packages of the
 * project itself stay those of the other, those of Astro are linked file by file.
 * @returns how many, or null when their lock files differ
 */
export async function linkInstalled(toolFolder: string, folder: string): Promise<number | null> {
  const [wanted, installed] = await Promise.all([lockOf(folder), lockOf(toolFolder)]);
  if (wanted === null || wanted !== installed) return null;
  let count = 0;
  for (const part of await partsOf(folder)) {
    const [from, to] = [join(toolFolder, part, 'node_modules'), join(folder, part, 'node_modules')];
    await rm(to, { recursive: true, force: true });
    if (await isFolder(from)) count += await linkFolder(from, to);
  }
  return count;
}

/** The project, and the folders in it that may be packages with some of their own. */
async function partsOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  return ['.', ...folders.map(({ name }) => name)];
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

async function lockOf(folder: string): Promise<string | null> {
  return readFile(join(folder, 'package-lock.json'), 'utf8').catch(() => null);
}

async function linkFolder(from: string, to: string): Promise<number> {
  await mkdir(to, { recursive: true });
  let count = 0;
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && entry.name.startsWith('@')) {
      count += await linkFolder(source, target);
    } else {
      const own = entry.isSymbolicLink() ? await readlink(source) : source;
      if (entry.isDirectory() && (await isForAstro(source))) await linkFiles(source, target);
      else await symlink(isOwnPackage(own) ? own : source, target);
      count += 1;
    }
  }
  return count;
}

/** npm links the packages of a project by a relative path out of `node_modules`. */
function isOwnPackage(link: string): boolean {
  return link.startsWith('..');
}

/** Astro compiles components below the project alone: it follows a link out of it, and is lost. */
async function isForAstro(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return false;
  const { name, peerDependencies } = { name: '', peerDependencies: {}, ...value };
  const isMadeForIt = typeof peerDependencies === 'object' && 'astro' in peerDependencies;
  return name === 'astro' || isMadeForIt;
}

/** The files of a folder by links of their own, so that they lie in both places; copies on another disk. */
async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFiles(source, target);
    else if (entry.isFile()) await link(source, target).catch(() => copyFile(source, target));
    else await symlink(await readlink(source), target);
  }
}
