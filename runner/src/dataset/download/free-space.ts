import { statfs } from 'node:fs/promises';
import { Failure } from '@orangery/schemas';
import { diskFull } from './download-failures.ts';

/** @throws Failure DOWNLOAD_FAILED when fewer bytes are free in the folder than are to come */
export async function checkFreeSpace(
  folder: string,
  neededBytes: number,
  label: string,
): Promise<void> {
  const { bavail, bsize, blocks } = await statfs(folder);
  const freeBytes = bavail * bsize;
  // some network disks tell nothing
  if (blocks === 0 || neededBytes <= freeBytes) return;
  const needed = `${neededBytes} bytes free`;
  throw diskFull(label, folder, new Error(`${freeBytes} bytes are free`), needed);
}

/** Says what a full disk means for the person; other errors come back as they are. */
export function explainFullDisk(error: unknown, label: string, folder: string): unknown {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return isFull && !(error instanceof Failure) ? diskFull(label, folder, error) : error;
}
