import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Failure } from '@orangery/schemas';
import type { DataFile } from './data-file.ts';

/** A file on this machine whose content is known by its hash. */
export interface StoredFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** SHA-256 of a file and how many bytes were hashed, without holding it in memory. */
export async function hashFile(path: string, signal: AbortSignal): Promise<StoredFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(
    createReadStream(path, { flags: 'r', highWaterMark: 1024 * 1024 }),
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    },
    { signal },
  );
  return { path, sha256: hash.digest('hex'), bytes };
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
    sizeBytes: file.bytes,
    sha256: file.sha256,
    stream: () => streamChecked(file, path),
    read: async () => {
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
