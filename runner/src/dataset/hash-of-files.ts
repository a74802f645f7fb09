import { createHash } from 'node:crypto';

/** SHA-256 of one line a file, `<sha256>  <path>\n` as `sha256sum` prints it, sorted by path. */
export function hashOfFiles(
  files: readonly { readonly path: string; readonly sha256: string }[],
): string {
  const hash = createHash('sha256');
  for (const { path, sha256 } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${sha256}  ${path}\n`);
  }
  return hash.digest('hex');
}
