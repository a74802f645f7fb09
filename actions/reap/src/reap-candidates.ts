import type { Release } from '../../github/entities.ts';
import { mainBranch, type Control } from '../../orders/control.ts';
import { trainingBranch } from '../../orders/subjects/training.ts';

const keptMs = 7 * 24 * 3_600_000;
/** Weights are named by their hash: other drafts are people's. */
const weights = /^[0-9a-f]{64}\.zip$/;

/**
 * Deletes weights of results that were not merged, a week after they were made.
 * @returns what was deleted, a line each
 * @throws Failure GITHUB_FAILED
 */
export async function reapCandidates(control: Control): Promise<readonly string[]> {
  const { catalogue, clock } = control;
  const old = (await catalogue.listReleases()).filter((release) => {
    return isCandidate(release) && clock.now() - Date.parse(release.createdAt) > keptMs;
  });
  if (old.length === 0) return [];
  const open = (await catalogue.listPullRequests()).map(({ head }) => head.branch);
  const deleted: string[] = [];
  for (const { id, tag } of old) {
    const child = tag.split('@')[0]!;
    if (open.includes(trainingBranch(child)) || (await isMerged(control, child))) continue;
    await catalogue.deleteRelease(id);
    deleted.push(`${tag}: deleted its weights, nobody merged it in a week`);
  }
  return deleted;
}

function isCandidate({ isDraft, assets }: Release): boolean {
  return isDraft && assets.some(({ name }) => weights.test(name));
}

/** Then its draft is still to be published. */
async function isMerged({ catalogue }: Control, child: string): Promise<boolean> {
  const commit = (await catalogue.getBranch(mainBranch)) ?? mainBranch;
  return (await catalogue.readText(`modules/${child}/module.md`, commit)) !== null;
}
