import { readdir } from 'node:fs/promises';
import { dirname, join, matchesGlob, resolve, sep } from 'node:path';

const mostFiles = 20_000;

export interface FoundFiles {
  /** Names in the archive are relative to it. */
  readonly root: string;
  readonly files: readonly string[];
}

/**
 * The files that lines of paths and patterns name, as upload-artifact finds them: `!` takes files back,
 * a folder means all below it, the root is what all lines have in common. Links are left out: they
 * could lead to files of this machine.
 */
export async function findFiles(
  lines: string,
  workspace: string,
  withHidden: boolean,
): Promise<FoundFiles> {
  const patterns = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const wanted = patterns
    .filter((one) => !one.startsWith('!'))
    .map((one) => resolve(workspace, one));
  const unwanted = patterns
    .filter((one) => one.startsWith('!'))
    .map((one) => resolve(workspace, one.slice(1)));
  const files = new Set<string>();
  for (const pattern of wanted) {
    for (const path of await listBelow(baseOf(pattern), withHidden)) {
      if (isNamed(path, pattern) && !unwanted.some((one) => isNamed(path, one))) files.add(path);
    }
  }
  return { root: rootOf(wanted.map(baseOf), [...files]), files: [...files].sort() };
}

/** The path before the first wildcard. */
function baseOf(pattern: string): string {
  const parts = pattern.split(sep);
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  return wild < 0 ? pattern : parts.slice(0, wild).join(sep) || sep;
}

function isNamed(path: string, pattern: string): boolean {
  if (baseOf(pattern) === pattern) return path === pattern || path.startsWith(pattern + sep);
  return matchesGlob(path, pattern) || matchesGlob(path, join(pattern, '**'));
}

function rootOf(bases: readonly string[], files: readonly string[]): string {
  const [first = sep] = bases;
  if (bases.length === 1) return files.length === 1 && files[0] === first ? dirname(first) : first;
  const parts = bases.map((base) => base.split(sep));
  const [start = []] = parts;
  const end = start.findIndex((part, at) => parts.some((other) => other[at] !== part));
  const common = start.slice(0, end < 0 ? start.length : end).join(sep) || sep;
  return files.includes(common) ? dirname(common) : common;
}

async function listBelow(path: string, withHidden: boolean): Promise<string[]> {
  const found: string[] = [];
  const waiting = [path];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (found.length > mostFiles) throw new Error(`more than ${mostFiles} files below ${path}`);
    const entries = await readdir(at, { withFileTypes: true }).catch(() => null);
    if (entries === null) {
      if (at === path) found.push(...(await onlyFile(path)));
      continue;
    }
    for (const entry of entries) {
      if (!withHidden && entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) waiting.push(join(at, entry.name));
      else if (entry.isFile()) found.push(join(at, entry.name));
    }
  }
  return found;
}

async function onlyFile(path: string): Promise<string[]> {
  const folder = await readdir(dirname(path), { withFileTypes: true }).catch(() => []);
  return folder.some((one) => one.isFile() && join(dirname(path), one.name) === path) ? [path] : [];
}
