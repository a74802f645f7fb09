import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Failure } from '@orangery/schemas';
import type { DataFile } from './data-file.ts';
import { largestFileBytes } from './fetch-options.ts';

/** A file on this machine whose content is known by its hash. */
export interface StoredFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

const readAtOnceBytes = 1024 * 1024;

/** SHA-256 of a file and how many bytes were hashed, without holding it in memory. */
export async function hashFile(path: string, signal: AbortSignal): Promise<StoredFile> {
  const { digests, bytes } = await digestFile(path, ['sha256'], signal);
  return { path, sha256: digests[0]!, bytes };
}

/** Hashes of a file by several algorithms, read once; lower-case hexadecimal. */
export async function digestFile(
  path: string,
  algorithms: readonly string[],
  signal: AbortSignal,
): Promise<{ readonly digests: readonly string[]; readonly bytes: number }> {
  const hashes = algorithms.map((algorithm) => createHash(algorithm));
  const handle = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(readAtOnceBytes);
    for (let bytes = 0; ;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, bytes);
      if (bytesRead === 0) return { digests: hashes.map((hash) => hash.digest('hex')), bytes };
      for (const hash of hashes) hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** Some bytes of a file; fewer where it ends. */
export async function readBytes(path: string, start: number, length: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** A stored file as part of a dataset; reading it fails when it is no longer what was hashed. */
export function storedDataFile(file: StoredFile, path: string): DataFile {
  return {
    path,
    place: file.path,
    sizeBytes: file.bytes,
    sha256: file.sha256,
    stream: () => streamChecked(file, path),
    read: async () => {
      if (file.bytes > largestFileBytes) throw tooLargeToRead(path, file.bytes);
      const content = await readWithoutLinks(file.path);
      if (createHash('sha256').update(content).digest('hex') === file.sha256) return content;
      throw changed(path);
    },
  };
}

async function* streamChecked(file: StoredFile, path: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const handle = await openWithoutLinks(file.path);
  try {
    for await (const chunk of handle.createReadStream({
      highWaterMark: 1024 * 1024,
      autoClose: false,
    })) {
      hash.update(chunk as Buffer);
      yield chunk as Buffer;
    }
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') !== file.sha256) throw changed(path);
}

function tooLargeToRead(path: string, bytes: number): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${path}: expected a file of at most ${largestFileBytes} bytes, found ${bytes}`,
    { hint: 'Split it: such a file is read into memory whole.' },
  );
}

function changed(path: string): Failure {
  return new Failure('DOWNLOAD_CHANGED', `${path} was changed while it was in use`, {
    hint: 'Start again when nothing writes to the data any more.',
  });
}

async function readWithoutLinks(path: string): Promise<Uint8Array> {
  const handle = await openWithoutLinks(path);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function openWithoutLinks(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
}
