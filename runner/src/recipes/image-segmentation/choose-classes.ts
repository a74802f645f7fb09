import { Failure } from '@orangery/schemas';
import { ignoredClass } from '../../metrics/segmentation.ts';
import type { MaskedFiles } from './layouts/layout.ts';
import type { MaskedPicture } from './read-segmentation.ts';

export interface ChosenClasses {
  readonly classes: readonly string[];
  /** Class by a mask's value; 255 for what is not judged. */
  readonly indexOf: Uint8Array;
}

/**
 * Decides what the values of masks mean: their place in the list of names, or below the number of
 * classes that is told; else each value that occurs is a class. 255 is not judged, unless masks are
 * black and white.
 * @throws Failure DATASET_INVALID
 */
export function chooseClasses(
  pictures: readonly MaskedPicture[],
  { names, classCount }: Pick<MaskedFiles, 'names' | 'classCount'>,
): ChosenClasses {
  const seen = new Set<number>();
  for (const { values } of pictures) for (const value of values) seen.add(value);
  const isBlackAndWhite = seen.size === 2 && seen.has(0) && seen.has(ignoredClass);
  if (!isBlackAndWhite) seen.delete(ignoredClass);
  const used = [...seen].sort((a, b) => a - b);
  if (used.length < 2) {
    throw new Failure(
      'DATASET_INVALID',
      `The dataset: expected masks with at least 2 values, found ${used.length === 0 ? 'none' : `one: ${used[0]}`}`,
      { hint: 'Give the pixels of each class a value of their own, from 0 up.' },
    );
  }
  const count = names?.length ?? classCount;
  const indexOf = new Uint8Array(256).fill(ignoredClass);
  if (count === null || (isBlackAndWhite && count === 2)) {
    for (const [index, value] of used.entries()) indexOf[value] = index;
    return { classes: names ?? used.map(String), indexOf };
  }
  if (used.at(-1)! >= count) throw tooHigh(pictures, count);
  for (let value = 0; value < count; value += 1) indexOf[value] = value;
  return { classes: names ?? Array.from({ length: count }, (_, value) => String(value)), indexOf };
}

function tooHigh(pictures: readonly MaskedPicture[], count: number): Failure {
  const isHigh = (value: number): boolean => value >= count && value !== ignoredClass;
  const wrong = pictures.find(({ values }) => values.some(isHigh))!;
  return new Failure(
    'DATASET_INVALID',
    `The mask of ${wrong.file.path}: expected values from 0 to ${count - 1} or ${ignoredClass}, found ${wrong.values.find(isHigh)}`,
    { hint: 'Name every class, the background too; write 255 where a pixel is not to be judged.' },
  );
}
