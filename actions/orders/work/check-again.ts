import { Failure } from '@orangery/schemas';
import type { Control } from '../control.ts';
import { checkWorkflow } from '../subjects/merge.ts';

/** Runs the check of a head again. */
export async function checkAgain(
  { catalogue }: Control,
  { head }: { readonly head: string },
): Promise<string> {
  const [newest] = await catalogue.listRuns(checkWorkflow, head);
  if (newest === undefined) {
    throw new Failure('GITHUB_FAILED', `There is no check of ${head.slice(0, 7)} to repeat`, {
      hint: 'Push a commit: the check starts with it.',
    });
  }
  if (newest.status === 'completed') await catalogue.repeatRun(newest.id);
  return `The check of \`${head.slice(0, 7)}\` [is running](${newest.url}).`;
}
