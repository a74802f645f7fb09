/**
 * Lines of the new side that a patch shows: GitHub takes comments on no others.
 * @param patch from its first `@@`
 */
export function diffLines(patch: string): ReadonlySet<number> {
  const lines = new Set<number>();
  let next = 0;
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    if (hunk !== null) next = Number(hunk[1]);
    else if (line.startsWith('+') || line.startsWith(' ')) {
      lines.add(next);
      next += 1;
    }
  }
  return lines;
}
