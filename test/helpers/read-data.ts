import type { DataFile } from '../../runner/src/dataset/data-file.ts';
import { decodeImage } from '../../runner/src/dataset/index.ts';
import type { ReadOptions } from '../../runner/src/recipes/recipe.ts';

/** A dataset's files in memory. */
export function dataFiles(files: Readonly<Record<string, string | Uint8Array>>): DataFile[] {
  return Object.entries(files).map(([path, content]) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return {
      path,
      sizeBytes: bytes.length,
      read: async () => bytes,
      stream: async function* () {
        yield bytes;
      },
    };
  });
}

export function readOptions(target?: string): ReadOptions {
  return { decodeImage, target, signal: new AbortController().signal };
}
