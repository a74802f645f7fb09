import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface Source {
  /** With forward slashes, from the root. */
  readonly path: string;
  readonly text: string;
}

/** Paths of the files that Git tracks and that are there, in order. */
export const trackedPaths: readonly string[] = execFileSync('git', ['ls-files', '--deduplicate'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n');

/** Our own code: no tests, nothing generated. */
export const sources: readonly Source[] = readTracked(
  (path) =>
    /^(schemas|runner|actions|cli|marketplace|modules)\/.*\.(ts|astro|mjs)$/.test(path) &&
    !path.includes('/generated/') &&
    !path.startsWith('actions/dist/'),
);

export function readTracked(isWanted: (path: string) => boolean): Source[] {
  return trackedPaths.filter(isWanted).flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch {
      // tracked, and just removed from the working tree
      return [];
    }
  });
}

/** What a source imports or re-exports, as it is written there; types as well. */
export function importsOf({ text }: Source): string[] {
  const statement = /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?'([^']+)'/g;
  const call = /\bimport\(\s*'([^']+)'/g;
  return [...text.matchAll(statement), ...text.matchAll(call)].map(([, specifier]) => specifier!);
}

/** Paths of the sources that hold the pattern, except those that may. */
export function pathsWith(pattern: RegExp, mayHold: (path: string) => boolean): string[] {
  return sources
    .filter(({ path, text }) => pattern.test(text) && !mayHold(path))
    .map(({ path }) => path);
}
