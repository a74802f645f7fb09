import type { Skipped } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import type { Pixels } from '../../pictures/pixels.ts';

/** Values of a mask's pixels, `[height, width]`, as they are stored. */
export interface MaskValues {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** A picture and the way to its mask, neither decoded yet. */
export interface MaskedFile {
  readonly file: DataFile;
  /** @throws Error saying what was expected and found, in the mask's file */
  readMask(pixels: Pixels): Promise<MaskValues>;
}

export interface MaskedFiles {
  /** The layout that was recognised. */
  readonly format: string;
  /** In order of path. */
  readonly pictures: readonly MaskedFile[];
  /** Names by value, where they are known. */
  readonly names: readonly string[] | null;
  /** How many classes there are, where it is said. */
  readonly classCount: number | null;
  readonly skipped: readonly Skipped[];
}
