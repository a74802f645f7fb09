import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { hashOfFiles } from '../hash-of-files.ts';
import { checkListed } from './check-listed.ts';
import { isLitter } from './check-paths.ts';
import type { FetchOptions } from '../fetch-options.ts';
import { inParallel } from '../in-parallel.ts';
import type { OpenedFiles } from './open-stored.ts';
import { hashFile, storedDataFile } from '../stored-file.ts';
import { tooManyFiles } from '../too-many-files.ts';

/** Reading waits for the disk, hashing for a core. */
const parallelHashes = 4;

/** A folder's files, the hash over them, and their size together. */
export interface OpenedFolder extends OpenedFiles {
  readonly sha256: string;
  readonly bytes: number;
}

interface FolderFile {
  /** With forward slashes, in Unicode form NFC, relative to the folder. */
  readonly path: string;
  readonly place: string;
}

/**
 * Opens a folder as a dataset. Its hash is the SHA-256 of one line a file, `<sha256>  <path>\n`
 * as `sha256sum` prints it, sorted by path.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID, DOWNLOAD_TOO_LARGE
 */
export async function openFolder(
  root: string,
  label: string,
  options: FetchOptions,
): Promise<OpenedFolder> {
  const { limits, world } = options;
  const listed: FolderFile[] = [];
  for await (const file of walk(root, '', label)) {
    listed.push(file);
    if (listed.length > limits.maxEntries) throw tooManyFiles(label, limits.maxEntries);
  }
  checkListed(listed, label);
  const sorted = listed.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  let bytes = 0;
  const stored = await inParallel(sorted, parallelHashes, async (file) => {
    const hashed = await hashFile(file.place, world.signal);
    bytes += hashed.bytes;
    if (bytes > limits.maxBytes) throw tooLarge(label, limits.maxBytes);
    return { ...file, ...hashed, path: file.path };
  });
  return {
    sha256: hashOfFiles(stored),
    bytes,
    files: stored.map((file) => storedDataFile({ ...file, path: file.place }, file.path)),
    close: async () => {},
  };
}

async function* walk(root: string, below: string, label: string): AsyncGenerator<FolderFile> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (isLitter(entry.isDirectory() ? `${name}/` : name)) continue;
    if (entry.isDirectory()) yield* walk(root, name, label);
    else if (entry.isFile()) yield { path: name.normalize('NFC'), place: join(root, name) };
    else throw notPlain(label, name, entry.isSymbolicLink() ? 'a link' : 'a device or socket');
  }
}

function notPlain(label: string, name: string, found: string): Failure {
  return new Failure(
    'ARCHIVE_UNSAFE',
    `${label}: ${JSON.stringify(name)} is ${found}, not a plain file`,
    { hint: 'Put a copy of the file in its place, or take it out of the folder.' },
  );
}

function tooLarge(label: string, limit: number): Failure {
  return new Failure('DOWNLOAD_TOO_LARGE', `${label}: expected at most ${limit} bytes, found more`);
}
