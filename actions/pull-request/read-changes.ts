import type { FileChange, PullRequest, TreeEntry } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';
import type { Changes } from './changes.ts';
import { classifyChanges, mostFiles, pathsOf } from './classify-changes.ts';

/** Each asks GitHub several times. */
const mostFolders = 50;

/**
 * Says what a pull request touches, from GitHub's own lists. A head that is pushed meanwhile makes it
 * `unreadable`.
 * @param base the commit of `main` that it is judged against
 * @throws Failure GITHUB_FAILED
 */
export async function readChanges(
  github: GitHub,
  pull: PullRequest,
  base: string,
): Promise<Changes> {
  const { number, head, changedFiles } = pull;
  // to list what is refused anyway would take many requests
  const isListed = changedFiles !== null && changedFiles <= mostFiles;
  const files = isListed ? await github.listFiles(number) : [];
  const folders = foldersOf(files);
  if (folders.length > mostFolders) {
    return { kind: 'unreadable', because: `it touches more than ${mostFolders} folders at once` };
  }
  const entries = await listFolders(github, head.sha, folders);
  const baseIds = await listIds(github, base);
  const now = await github.getPullRequest(number);
  if (now?.head.sha !== head.sha || now.changedFiles !== changedFiles) {
    return { kind: 'unreadable', because: 'it was changed while it was being read' };
  }
  return classifyChanges({ files, changedFiles, entries, baseIds });
}

/** `modules/<id>` and `deployments`, as far as they are touched. */
function foldersOf(files: readonly FileChange[]): readonly string[] {
  const folders = pathsOf(files).map((path) => /^(deployments|modules\/[^/]+)\/./.exec(path)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

async function listFolders(
  github: GitHub,
  commit: string,
  folders: readonly string[],
): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const folder of folders) entries.push(...(await github.listTree(commit, folder)));
  return entries;
}

async function listIds(github: GitHub, base: string): Promise<readonly string[]> {
  const entries = await github.listTree(base, 'modules', { isShallow: true });
  const ids = entries.map(({ path }) => path.split('/')[1]);
  return [...new Set(ids.filter((id) => id !== undefined))];
}
