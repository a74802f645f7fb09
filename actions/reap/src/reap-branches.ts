import type { Organisation } from '../../organisation/organisation.ts';
import type { Control } from '../../orders/control.ts';
import { ourBranches } from '../../orders/work/merge-head.ts';

const keptMs = 24 * 3_600_000;

/**
 * Deletes our branches that no pull request is open for, a day after their last commit.
 * @returns what was deleted, a line each
 * @throws Failure GITHUB_FAILED
 */
export async function reapBranches(
  { catalogue, clock }: Control,
  organisation: Pick<Organisation, 'listBranches'>,
): Promise<readonly string[]> {
  const branches = await organisation.listBranches(catalogue.repository, ourBranches);
  const open = (await catalogue.listPullRequests())
    .filter(({ head }) => head.repository === catalogue.repository)
    .map(({ head }) => head.branch);
  const stale = branches.filter(({ name, at }) => {
    return !open.includes(name) && clock.now() - Date.parse(at) > keptMs;
  });
  for (const { name } of stale) await catalogue.deleteBranch(name);
  return stale.map(({ name }) => `${name}: deleted, no pull request is open for it`);
}
