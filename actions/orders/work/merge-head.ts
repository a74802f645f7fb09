import type { PullRequest } from '../../github/entities.ts';
import type { Control } from '../control.ts';

/** The beginning of every branch of ours. */
export const ourBranches = 'orangery/';

/** Merges exactly the head that was judged. */
export async function mergeHead({ catalogue, bot }: Control, pull: PullRequest): Promise<string> {
  const { number, head } = pull;
  const short = `\`${head.sha.slice(0, 7)}\``;
  const isOurs = pull.author.id === bot.id && head.repository === catalogue.repository;
  // words of others could skip workflows or close issues
  const title = isOurs ? `${pull.title} (#${number})` : `Merge #${number}`;
  if (!(await catalogue.mergePullRequest(number, head.sha, title))) {
    return `GitHub did not merge ${short}: something was pushed meanwhile, or it conflicts with main. Look again, then say /merge.`;
  }
  if (isOurs && head.branch.startsWith(ourBranches)) await catalogue.deleteBranch(head.branch);
  return `Merged ${short}.`;
}
