import { Failure } from '@orangery/schemas';
import { unsafeEntries } from './archive-failures.ts';

/** What a person can do about a failed write. */
export function describeDiskError(error: unknown, label: string, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENAMETOOLONG') {
    return unsafeEntries(label, [{ path, says: 'has a path too long for this machine' }]);
  }
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Failure('DOWNLOAD_FAILED', `${label}: no space left on the disk to unpack it`, {
    cause: error,
    hint: 'Free some space, run orangery dataset prune, or put the cache elsewhere by ORANGERY_CACHE.',
  });
}
