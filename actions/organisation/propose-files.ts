import type { PullRequest } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';

export interface Proposal {
  /** One of ours, below `orangery/`. */
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly files: Readonly<Record<string, string>>;
}

const mainBranch = 'main';

/**
 * Keeps a pull request of ours with these files; one that holds them already stays, an older one is replaced.
 * @throws Failure GITHUB_FAILED
 */
export async function proposeFiles(
  github: GitHub,
  { branch, title, body, files }: Proposal,
): Promise<PullRequest> {
  const open = (await github.listPullRequests()).find(({ head }) => {
    return head.branch === branch && head.repository === github.repository;
  });
  if (open !== undefined && (await holds(github, open.head.sha, files))) return open;
  // a branch moves on only from where it is, and this begins at main again
  if (open !== undefined) await github.updatePullRequest(open.number, { state: 'closed' });
  await github.deleteBranch(branch);
  const parent = await github.getBranch(mainBranch);
  const commit = await github.createCommit({ parent, message: title, files });
  await github.createBranch(branch, commit);
  return github.openPullRequest({ branch, title, body, isDraft: false });
}

async function holds(github: GitHub, commit: string, files: Proposal['files']): Promise<boolean> {
  for (const [path, text] of Object.entries(files)) {
    if ((await github.readText(path, commit)) !== text) return false;
  }
  return true;
}
