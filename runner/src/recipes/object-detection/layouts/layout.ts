import type { Skipped } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import type { Box } from '../../../metrics/detection.ts';

/** A box as it stands in a file: in pixels, or in shares of the picture. */
export interface ListedBox extends Box {
  readonly label: string;
}

/** A picture and its boxes, not decoded yet. */
export interface BoxedFile {
  readonly file: DataFile;
  readonly boxes: readonly ListedBox[];
}

export interface BoxedFiles {
  /** The layout that was recognised. */
  readonly format: string;
  readonly unit: 'pixels' | 'shares';
  /** In order of path. */
  readonly pictures: readonly BoxedFile[];
  readonly skipped: readonly Skipped[];
}
