import type { Account, PullRequest } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';

/** The open pull request of one of our own branches; null when there is none. */
export async function findJobPull(
  github: GitHub,
  bot: Account,
  branch: string,
): Promise<PullRequest | null> {
  const open = await github.listPullRequests();
  return (
    open.find(({ head, author }) => {
      return (
        head.branch === branch && head.repository === github.repository && author.id === bot.id
      );
    }) ?? null
  );
}
