import { Failure, hashBytes, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import { decodedSide, type Pixels } from '../image-classification/pixels.ts';
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

/** More than this share of pictures that cannot be read means that the dataset is at fault. */
const mostUnreadable = 0.1;
const readersAtATime = 4;

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
  checkUnreadable(unreadable, items.length);
  return {
    decoded: results.filter((result) => result !== undefined),
    skipped: leftOut(
      'does not decode',
      unreadable.map(({ path }) => path),
    ),
  };
}

/** What is said of things left out for one reason; nothing where there are none. */
export function leftOut(reason: string, names: readonly string[]): Skipped[] {
  return names.length === 0 ? [] : [{ reason, count: names.length, names: names.slice(0, 20) }];
}

interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

function checkUnreadable(unreadable: readonly Unreadable[], total: number): void {
  if (unreadable.length <= Math.max(1, total * mostUnreadable)) return;
  const listed = unreadable.slice(0, 5).map(({ path, reason }) => `${path} (${reason})`);
  throw new Failure(
    'DATASET_INVALID',
    `The dataset: expected pictures that decode, found ${unreadable.length} of ${total} that do not: ${listed.join(', ')}${unreadable.length > 5 ? ', …' : ''}`,
    { hint: 'Save them as PNG, JPEG or WebP, or take them out.' },
  );
}
