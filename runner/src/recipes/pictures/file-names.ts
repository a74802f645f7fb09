import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';

/** Path without the ending of its name. */
export function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** With a slash at the end; empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * Swaps the last folder of one name in a path for another; `null` when there is none.
 * @example swapFolder('a/images/train/1.jpg', 'images', 'labels') // 'a/labels/train/1.jpg'
 */
export function swapFolder(path: string, from: string, to: string): string | null {
  const parts = path.split('/');
  const found = parts.slice(0, -1).findLastIndex((part) => part.toLowerCase() === from);
  return found < 0 ? null : parts.with(found, to).join('/');
}

/** Compares paths in the order that data is read in, whatever order the files came in. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Names of classes, a line each; the line's number, from 0, is the class. */
export function namesOfLines(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trim());
}

/**
 * Reads a text file of at most 512 MB.
 * @throws Failure DATASET_INVALID
 */
export async function readText(file: DataFile): Promise<string> {
  const most = 512_000_000;
  if (file.sizeBytes > most) {
    throw new Failure(
      'DATASET_INVALID',
      `${file.path}: expected at most ${most} bytes of text, found ${file.sizeBytes}`,
      { hint: 'Divide the dataset.' },
    );
  }
  return new TextDecoder().decode(await file.read());
}
