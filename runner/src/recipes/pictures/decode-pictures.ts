import { hashBytes, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { decodedSide, type Pixels } from './pixels.ts';
import { checkUnreadable, leftOut, type Unreadable } from '../left-out.ts';
import type { ReadOptions } from '../recipe.ts';

/** What was decoded of a picture's file. */
export interface DecodedPicture {
  readonly file: DataFile;
  readonly pixels: Pixels;
  /** Of the file's bytes. */
  readonly sha256: string;
}

export interface DecodedPictures<Item> {
  /** In the order of the items; those that did not decode are missing. */
  readonly decoded: readonly (DecodedPicture & { readonly item: Item })[];
  readonly skipped: readonly Skipped[];
}

const readersAtATime = 4;
const words = {
  expected: 'pictures that decode',
  failing: 'do not',
  hint: 'Save them as PNG, JPEG or WebP, or take them out.',
};

/**
 * Decodes pictures of things that are labelled, at most `decodedSide` pixels wide and high. What does
 * not decode is named, counted and left out.
 * @throws Failure DATASET_INVALID when it is more than a tenth
 */
export async function decodePictures<Item extends { readonly file: DataFile }>(
  items: readonly Item[],
  { decodeImage, signal }: ReadOptions,
): Promise<DecodedPictures<Item>> {
  const results: (DecodedPictures<Item>['decoded'][number] | undefined)[] = [];
  const unreadable: Unreadable[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      signal.throwIfAborted();
      const item = items[index]!;
      const bytes = await item.file.read();
      try {
        const pixels = await decodeImage(bytes, { longestSide: decodedSide });
        results[index] = { item, file: item.file, pixels, sha256: hashBytes(bytes) };
      } catch (error) {
        // a few broken pictures are normal in collected data: counted, and refused when many
        const reason = error instanceof Error ? error.message : String(error);
        unreadable.push({ path: item.file.path, reason });
      }
    }
  };
  await Promise.all(Array.from({ length: readersAtATime }, reader));
  unreadable.sort((a, b) => (a.path < b.path ? -1 : 1));
  checkUnreadable(unreadable, items.length, words);
  return {
    decoded: results.filter((result) => result !== undefined),
    skipped: leftOut(
      'does not decode',
      unreadable.map(({ path }) => path),
    ),
  };
}
