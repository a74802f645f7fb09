import { mkdtemp, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { openFolder } from '../archive/open-folder.ts';
import { cacheLayout } from '../cache/layout.ts';
import { fetchDataset } from '../fetch-dataset.ts';
import type { FetchOptions } from '../fetch-options.ts';
import { hashFile } from '../stored-file.ts';
import { makeFolder } from '../cache/make-folder.ts';

/** One file, ready to be sent. */
export interface PreparedFile {
  readonly path: string;
  /** Holds the beginning of the hash: the same content has the same name everywhere. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Files of data in it. */
  readonly files: number;
  /** Removes what was packed. */
  close(): Promise<void>;
}

/**
 * Checks a file or folder as it would be checked when it is fetched, and packs a folder.
 * @throws Failure FILE_MISSING, DATASET_INVALID, ARCHIVE_UNSAFE, DOWNLOAD_TOO_LARGE, CANCELLED
 */
export async function prepareFile(path: string, options: FetchOptions): Promise<PreparedFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${path} cannot be read`, { cause: error });
  });
  return found.isDirectory() ? prepareFolder(path, options) : prepareOne(path, options);
}

async function prepareOne(path: string, options: FetchOptions): Promise<PreparedFile> {
  const dataset = await fetchDataset([{ link: path }], { ...options, allowLocal: true });
  await dataset.close();
  const stored = await hashFile(path, options.world.signal);
  const name = nameFor(basename(path), stored.sha256);
  return { ...stored, name, files: dataset.files.length, close: async () => {} };
}

async function prepareFolder(path: string, options: FetchOptions): Promise<PreparedFile> {
  const { staging } = cacheLayout(options.cacheFolder);
  const opened = await openFolder(path, path, options);
  await makeFolder(staging);
  const folder = await mkdtemp(join(staging, 'push-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    // loaded here: most commands pack nothing
    const { packFolder } = await import('./pack-folder.ts');
    const packed = join(folder, 'packed.zip');
    await packFolder(opened.files, packed, options.world.signal);
    const stored = await hashFile(packed, options.world.signal);
    const name = nameFor(`${basename(path)}.zip`, stored.sha256);
    return { ...stored, name, files: opened.files.length, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `leaves.tar.gz` becomes `leaves-1f0c2ab3d4e5.tar.gz`, in signs that every service takes. */
export function nameFor(name: string, sha256: string): string {
  const [, stem = '', ending = ''] = /^(.*?)((?:\.tar)?\.[A-Za-z0-9]+)?$/s.exec(name) ?? [];
  const plain = stem
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80);
  return `${plain || 'data'}-${sha256.slice(0, 12)}${ending.toLowerCase()}`;
}
