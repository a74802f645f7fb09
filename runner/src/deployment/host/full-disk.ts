import { Failure } from '@orangery/schemas';
import { deploymentsFolder, type HostFolders } from './host-folders.ts';

/**
 * What a person can do about a disk that is full; any other error as it is. Programs say so in their last lines.
 * @param error that may have it as its cause
 */
export function describeFullDisk(error: unknown, folders: Pick<HostFolders, 'state'>): unknown {
  const isExplained = error instanceof Failure && error.code !== 'COMMAND_FAILED';
  if (isExplained || !isOfFullDisk(error)) return error;
  const folder = deploymentsFolder(folders);
  return new Failure(
    'DEPLOYMENT_FAILED',
    `${folder}: expected room for what is deployed, found its disk full: no space left on device`,
    {
      cause: error,
      hint: `df -h ${folder} says how full it is; of ${folder}/modules, whatever orangery deployments does not list may be removed. Then deploy again.`,
    },
  );
}

function isOfFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, message, cause }: NodeJS.ErrnoException = error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return true;
  return /no space left on device/i.test(message) || isOfFullDisk(cause);
}
