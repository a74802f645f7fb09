import { Failure } from '@orangery/schemas';
import { unsafeEntries } from './archive-failures.ts';
import { collidingPaths, problemOfPath } from './check-paths.ts';

/**
 * Checks the paths of a folder's files.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID when there are none
 */
export function checkListed(listed: readonly { readonly path: string }[], label: string): void {
  if (listed.length === 0) {
    throw new Failure('DATASET_INVALID', `${label}: expected files in the folder, found none`);
  }
  for (const { path } of listed) {
    const says = problemOfPath(path);
    if (says !== undefined) throw unsafeEntries(label, [{ path, says }]);
  }
  const [collision] = collidingPaths(listed.map(({ path }) => path));
  if (collision === undefined) return;
  throw new Failure(
    'ARCHIVE_UNSAFE',
    `${label}: ${JSON.stringify(collision[1])} differs from ${JSON.stringify(collision[0])} only in case`,
    { hint: 'Rename one: on other machines they are the same file.' },
  );
}
