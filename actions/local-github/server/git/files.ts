import { putTree, type GitObjects, type TreeItem } from './objects.ts';

export interface FileEntry {
  readonly mode: string;
  readonly sha: string;
}

/** Files of a tree, links and submodules too, by path. */
export type Files = ReadonlyMap<string, FileEntry>;

export function readFiles(objects: GitObjects, tree: string): Map<string, FileEntry> {
  const files = new Map<string, FileEntry>();
  collect(objects, { tree, prefix: '', files });
  return files;
}

/** Files of a commit; none of null. */
export function filesOf(objects: GitObjects, commit: string | null): Map<string, FileEntry> {
  const found = commit === null ? undefined : objects.commits.get(commit);
  return found ? readFiles(objects, found.tree) : new Map<string, FileEntry>();
}

/** Writes the tree that holds exactly these files. */
export function writeFiles(objects: GitObjects, files: Files): string {
  const root = newFolder();
  for (const [path, entry] of files) {
    const parts = path.split('/');
    const name = parts.pop();
    let folder = root;
    for (const part of parts) {
      const inner = folder.folders.get(part) ?? newFolder();
      folder.folders.set(part, inner);
      folder = inner;
    }
    folder.files.push({ name: name ?? '', ...entry });
  }
  return writeFolder(objects, root);
}

interface Folder {
  readonly files: TreeItem[];
  readonly folders: Map<string, Folder>;
}

function newFolder(): Folder {
  return { files: [], folders: new Map() };
}

function writeFolder(objects: GitObjects, folder: Folder): string {
  const folders = [...folder.folders].map(([name, inner]) => ({
    name,
    mode: '040000',
    sha: writeFolder(objects, inner),
  }));
  return putTree(objects, [...folder.files, ...folders]);
}

function collect(
  objects: GitObjects,
  { tree, prefix, files }: { tree: string; prefix: string; files: Map<string, FileEntry> },
): void {
  for (const { name, mode, sha } of objects.trees.get(tree) ?? []) {
    if (mode === '040000') collect(objects, { tree: sha, prefix: `${prefix}${name}/`, files });
    else files.set(`${prefix}${name}`, { mode, sha });
  }
}
