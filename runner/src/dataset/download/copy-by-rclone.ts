import { chmod, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RcloneSource } from '../links/resolved-link.ts';
import { copyWithRclone } from '../links/rclone-copy.ts';
import { digestFile } from '../stored-file.ts';
import type { Downloaded } from './download.ts';
import type { DownloadTask } from './download-task.ts';
import { findMismatch } from './find-mismatch.ts';
import { checkFreeSpace } from './free-space.ts';
import { makeFolder } from '../cache/make-folder.ts';

/**
 * Has rclone copy a file to its part; whatever goes wrong, nothing stays.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, DOWNLOAD_CHANGED, TIMED_OUT, CANCELLED
 */
export async function copyByRclone(
  { place }: RcloneSource,
  { file, pin, options, partPath, signal }: DownloadTask,
): Promise<Downloaded> {
  const { limits, access, cacheFolder } = options;
  const { label, checksum } = file;
  await makeFolder(dirname(partPath));
  if (file.bytes !== undefined) await checkFreeSpace(cacheFolder, file.bytes, label);
  try {
    await copyWithRclone({
      ...{ place, label, signal },
      toPath: partPath,
      environment: access.rclone,
      timeoutMs: limits.timeoutMs,
      maxBytes: limits.maxBytes,
    });
    // rclone keeps the remote's modes where it knows them
    await chmod(partPath, 0o600);
    const algorithms = ['sha256', checksum?.algorithm ?? 'sha256'];
    const { digests, bytes } = await digestFile(partPath, algorithms, signal);
    const stored = { path: partPath, sha256: digests[0]!, bytes };
    const mismatch = findMismatch({ file, pin }, { ...stored, checksum: digests[1]! });
    if (mismatch !== undefined) throw mismatch;
    return { kind: 'file', file: stored, validators: {} };
  } catch (error) {
    await rm(partPath, { force: true });
    throw error;
  }
}
