import { open } from 'node:fs/promises';
import { checkContent, type FileEnds } from './check-content.ts';
import { headBytes, type Content } from './content.ts';

/** A file on this machine and what to call it. */
export interface NamedFile {
  readonly path: string;
  /** File name that the link gives it. */
  readonly name: string;
  /** How messages name it. */
  readonly label: string;
}

/**
 * Tells what a file is by its content, and refuses what is not read or not what its name says.
 * @throws Failure DATASET_INVALID
 */
export async function identify({ path, name, label }: NamedFile): Promise<Content> {
  return checkContent(await readEnds(path), { name, label });
}

async function readEnds(path: string): Promise<FileEnds> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const head = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const tail = await handle.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4));
    return {
      head: head.buffer.subarray(0, head.bytesRead),
      tail: tail.buffer.subarray(0, tail.bytesRead),
    };
  } finally {
    await handle.close();
  }
}
