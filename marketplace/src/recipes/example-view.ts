import type { RecipeExample } from './recipe-example.ts';

const mostLines = 8;
const mostFiles = 14;

/** What of an example is shown: the first lines of a text, the paths of an archive. */
export function viewExample({ files }: RecipeExample): string {
  const [first] = files;
  if (files.length === 1 && first !== undefined) return firstLines(first.bytes, mostLines);
  const paths = files
    .map(({ path }) => path)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (paths.length <= mostFiles) return paths.join('\n');
  return byFolder(paths).join('\n');
}

function firstLines(bytes: Uint8Array, count: number): string {
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n');
  return [...lines.slice(0, count), ...(lines.length > count ? ['…'] : [])].join('\n');
}

/** The first three files of each folder. */
function byFolder(paths: readonly string[]): readonly string[] {
  const folders = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf('/') + 1));
  return [...folders.values()].flatMap((inside) => [
    ...inside.slice(0, 3),
    ...(inside.length > 3 ? [`… ${inside.length - 3} more`] : []),
  ]);
}
