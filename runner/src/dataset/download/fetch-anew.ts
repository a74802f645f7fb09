import { rm } from 'node:fs/promises';
import { findStored, isStored } from '../cache/find-stored.ts';
import { writeLinkEntry, type LinkEntry } from '../cache/link-entry.ts';
import { storeFile } from '../cache/store-file.ts';
import type { StoredFile } from '../stored-file.ts';
import { download, type Downloaded } from './download.ts';
import type { DownloadTask } from './download-task.ts';
import { refusePage } from './refuse-page.ts';

export interface FetchAnewTask extends DownloadTask {
  /** Where it is noted what the link gave. */
  readonly entryPath: string;
}

/**
 * Asks for a file and stores what comes. What came last time is used again when the server says that
 * it is still the same, and the copy is whole.
 * @throws Failure of downloading
 */
export async function fetchAnew(
  task: FetchAnewTask,
  last: LinkEntry | undefined,
): Promise<StoredFile> {
  const { pin, options } = task;
  const isGood = last !== undefined && (pin?.sha256 ?? last.sha256) === last.sha256;
  if (isGood && (await isStored(last.sha256, options.cacheFolder))) {
    const brought = await bring({ ...task, known: last });
    if (brought.kind === 'file') return store(brought, task);
    const stored = await findStored(last.sha256, options);
    if (stored !== undefined) {
      await writeLinkEntry(task.entryPath, { ...last, fetchedAt: nowOf(task) });
      return stored;
    }
  }
  const brought = await bring(task);
  if (brought.kind === 'file') return store(brought, task);
  throw new Error(`${task.file.label}: an answer to a condition that was not set`);
}

async function bring(task: DownloadTask): Promise<Downloaded> {
  const { source } = task.file;
  if (source.kind !== 'rclone') return download(task);
  // most links need no other program, nor the memory that starting one takes
  const { copyByRclone } = await import('./copy-by-rclone.ts');
  return copyByRclone(source, task);
}

async function store(
  { file: received, validators }: Extract<Downloaded, { kind: 'file' }>,
  task: FetchAnewTask,
): Promise<StoredFile> {
  const { file, options } = task;
  const { label, checksum } = file;
  try {
    await refusePage(received.path, file);
    const stored = await storeFile(received, options.cacheFolder);
    const { sha256, bytes } = stored;
    await writeLinkEntry(task.entryPath, {
      ...{ label, sha256, bytes, ...validators, fetchedAt: nowOf(task) },
      ...(checksum === undefined ? {} : { checksum: `${checksum.algorithm}:${checksum.digest}` }),
    });
    return stored;
  } catch (error) {
    await rm(received.path, { force: true });
    throw error;
  }
}

function nowOf({ options }: DownloadTask): string {
  return new Date(options.world.now()).toISOString();
}
