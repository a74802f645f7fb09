import type { RecordLog } from '@orangery/schemas';
import type { MergeSubject, TouchedFolder } from '../../access/question.ts';
import type { FileChange, PullRequest } from '../../github/entities.ts';
import type { GitHub } from '../../github/github.ts';
import { readChanges } from '../../pull-request/read-changes.ts';
import { latestJobs } from '../../records/usage.ts';
import { readBaseModule } from '../base-module.ts';
import { mainBranch } from '../control.ts';
import type { Asking } from '../prepare.ts';
import type { Prepared } from '../prepared.ts';
import { readDeployment } from './deployment-file.ts';
import { readCheck } from './read-check.ts';

/**
 * What a merge is judged by: all of it from GitHub's own lists, nothing from the contribution.
 * @throws Failure GITHUB_FAILED; Error when this is no pull request
 */
export async function prepareMerge(
  namedHead: string | undefined,
  { control, heard, base }: Asking,
): Promise<Prepared> {
  const { catalogue } = control;
  const number = heard.place?.isPullRequest === true ? heard.place.number : null;
  if (number === null) throw new Error('this is no pull request');
  const pull = await catalogue.getPullRequest(number);
  if (pull === null) throw new Error(`pull request #${number} is not there`);
  // its files would be compared with, and merged into, another branch than the one it is judged by
  if (pull.base.branch !== mainBranch) throw new Error(`it goes to ${pull.base.branch}`);
  const changes = await readChanges(catalogue, pull, base);
  const files = await catalogue.listFiles(number);
  const maintainers = await Promise.all(
    (changes.kind === 'modules' ? changes.ids : []).map((id) => maintainersOf(catalogue, id, base)),
  );
  const check = await readCheck(catalogue, pull);
  const deployment =
    changes.kind === 'deployment' ? await ownersOf(catalogue, pull, changes.name, base) : {};
  return {
    subject: (log): MergeSubject => ({
      ...{ kind: 'merge', number, changes, check, ...deployment },
      ...{ state: pull.state, isDraft: pull.isDraft, head: pull.head.sha },
      ...(namedHead !== undefined && { namedHead }),
      folders:
        changes.kind !== 'modules'
          ? []
          : changes.ids.map((id, index) => ({
              ...touchedFolder(id, files),
              maintainers: maintainers[index] ?? null,
              isResult: isResult(log, pull),
            })),
    }),
    work: () => ({ kind: 'merge', pull }),
  };
}

/** Whether the head is a commit that the App itself recorded as a result. */
function isResult(log: RecordLog, pull: PullRequest): boolean {
  return [...latestJobs(log).values()].some(({ state, pullRequest, head }) => {
    return state === 'done' && pullRequest === pull.number && head === pull.head.sha;
  });
}

function touchedFolder(
  id: string,
  files: readonly FileChange[],
): Pick<TouchedFolder, 'id' | 'touchesGolden' | 'touchesRecords'> {
  const paths = files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]);
  const touches = (part: string): boolean => {
    return paths.some((path) => path.startsWith(`modules/${id}/${part}`));
  };
  return {
    id,
    touchesGolden: touches('golden.json'),
    touchesRecords: touches('receipts/') || touches('reports/'),
  };
}

/** Ids of those who maintain a folder on the base; null when it is not there. A broken one is the admins'. */
async function maintainersOf(
  github: GitHub,
  id: string,
  base: string,
): Promise<readonly number[] | null> {
  const found = await readBaseModule(github, id, base);
  if (found.kind === 'none') return null;
  if (found.kind === 'invalid') return [];
  return found.frontMatter.maintainers.map((maintainer) => maintainer.id);
}

async function ownersOf(
  github: GitHub,
  pull: PullRequest,
  name: string,
  base: string,
): Promise<Pick<MergeSubject, 'deploymentOwner' | 'deploymentLockedBy' | 'newDeployment'>> {
  const before = await readDeployment(github, name, base);
  if (before !== null) {
    const { owner, lock } = before.deployment;
    return { deploymentOwner: owner.id, ...(lock && { deploymentLockedBy: lock.id }) };
  }
  const after = await readDeployment(github, name, pull.head.sha);
  if (after === null) return { deploymentOwner: null };
  const ownerId = after.deployment.owner.id;
  return { deploymentOwner: null, newDeployment: { ownerId, askerId: pull.author.id } };
}
