import { Failure } from '@orangery/schemas';
import type { Control } from '../control.ts';
import type { PullRequest } from '../../github/entities.ts';
import { findCheck } from '../subjects/read-check.ts';

/** Runs the check of a pull request's head again. */
export async function checkAgain(
  { catalogue }: Control,
  { pull }: { readonly pull: PullRequest },
): Promise<string> {
  const newest = await findCheck(catalogue, pull);
  const head = pull.head.sha.slice(0, 7);
  if (newest === null) {
    throw new Failure('GITHUB_FAILED', `There is no check of ${head} to repeat`, {
      hint: 'Push a commit: the check starts with it.',
    });
  }
  if (newest.status === 'completed') await catalogue.repeatRun(newest.id);
  return `The check of \`${head}\` [is running](${newest.url}).`;
}
