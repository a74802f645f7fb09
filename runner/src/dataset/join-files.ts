import { parse } from 'node:path';
import { collidingPaths, foldPath } from './archive/check-paths.ts';
import type { DataFile } from './data-file.ts';

interface Source {
  readonly name: string;
  readonly files: readonly DataFile[];
}

/** Files of all sources as one dataset. Only where paths would collide, each source gets a folder. */
export function joinFiles(sources: readonly Source[]): readonly DataFile[] {
  const files = sources.flatMap((source) => source.files);
  if (collidingPaths(files.map(({ path }) => path)).length === 0) return files;
  const folders = distinctNames(sources.map(({ name }) => parse(name).name));
  return sources.flatMap((source, index) =>
    source.files.map((file): DataFile => ({
      path: `${folders[index]}/${file.path}`,
      ...(file.place === undefined ? {} : { place: file.place }),
      sizeBytes: file.sizeBytes,
      ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
      read: () => file.read(),
      stream: () => file.stream(),
    })),
  );
}

/** `a, a, b` becomes `a-1, a-2, b-3`: the number makes each name the only one. */
function distinctNames(names: readonly string[]): readonly string[] {
  return new Set(names.map(foldPath)).size === names.length
    ? names
    : names.map((name, index) => `${name}-${index + 1}`);
}
