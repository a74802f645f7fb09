import type { GitObject } from '../../forge.ts';
import { ancestors } from './history.ts';
import { commitContent, treeContent, type GitObjects } from './objects.ts';

/** Everything that commits need in a repository of Git's own, each once: themselves, what is before them, their trees and files. */
export function reachableObjects(
  objects: GitObjects,
  commits: readonly string[],
): readonly GitObject[] {
  const found = new Map<string, GitObject>();
  for (const sha of new Set(commits.flatMap((commit) => [...ancestors(objects, commit)]))) {
    const commit = objects.commits.get(sha);
    if (commit === undefined) continue;
    found.set(sha, { type: 'commit', sha, content: commitContent(commit) });
    addTree(objects, commit.tree, found);
  }
  return [...found.values()];
}

function addTree(objects: GitObjects, tree: string, found: Map<string, GitObject>): void {
  const items = objects.trees.get(tree);
  if (found.has(tree) || items === undefined) return;
  found.set(tree, { type: 'tree', sha: tree, content: treeContent(items) });
  for (const { mode, sha } of items) {
    if (mode === '040000') addTree(objects, sha, found);
    const content = objects.blobs.get(sha);
    if (content !== undefined) found.set(sha, { type: 'blob', sha, content });
  }
}
