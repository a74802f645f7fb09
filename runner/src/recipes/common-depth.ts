/** How many leading folders all paths share: an archive often has one around everything. */
export function commonDepth(paths: readonly string[]): number {
  if (paths.length === 0) return 0;
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const shortest = Math.min(...folders.map(({ length }) => length));
  let depth = 0;
  while (depth < shortest && folders.every((parts) => parts[depth] === folders[0]![depth])) {
    depth += 1;
  }
  return depth;
}
