import { hashTexts } from '@orangery/schemas';

/** SHA-256 of one line a file, `<sha256>  <path>\n` as `sha256sum` prints it, sorted by path. */
export function hashOfFiles(
  files: readonly { readonly path: string; readonly sha256: string }[],
): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return hashTexts(sorted.map(({ path, sha256 }) => `${sha256}  ${path}\n`));
}
