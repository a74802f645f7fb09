import { Failure, hashBytes, hashText, type Skipped } from '@orangery/schemas';
import type { DataFile } from '../../dataset/data-file.ts';
import type { ReadOptions } from '../recipe.ts';
import { checkClasses, countClasses, indexLabels } from '../labels.ts';
import { findLabelledFiles, type LabelledFile } from './layout.ts';
import { decodedSide, type Pixels } from './pixels.ts';

/** A picture of a dataset, decoded. */
export interface ImageExample {
  readonly file: DataFile;
  readonly pixels: Pixels;
  readonly label: string;
  readonly sha256: string;
}

/** Labelled pictures; `labels` are indices into `classes`. */
export interface ImageData {
  readonly format: string;
  readonly examples: readonly ImageExample[];
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly skipped: readonly Skipped[];
}

/** More than this share of pictures that cannot be read means that the dataset is at fault. */
const mostUnreadable = 0.1;
const readersAtATime = 4;

/**
 * Reads a folder a class, or SINGA-Auto's `images.csv`. What cannot be decoded is named, counted
 * and left out.
 * @throws Failure DATASET_INVALID
 */
export async function readImages(
  files: readonly DataFile[],
  options: ReadOptions,
): Promise<ImageData> {
  const { format, labelled, skipped } = await findLabelledFiles(files);
  const { examples, unreadable } = await decodeAll(labelled, options);
  checkUnreadable(unreadable, labelled.length);
  const classes = countClasses(examples.map(({ label }) => label));
  checkClasses(classes);
  const names = classes.map(({ name }) => name);
  const labels = indexLabels(
    examples.map(({ label }) => label),
    names,
  );
  const left = unreadable.length === 0 ? [] : [unreadableSummary(unreadable)];
  return { format, examples, classes: names, labels, skipped: [...skipped, ...left] };
}

/** SHA-256 over the content and label of every picture, in order. */
export function fingerprintOf(examples: readonly ImageExample[]): string {
  return hashText(examples.map(({ sha256, label }) => `${sha256} ${label}\n`).join(''));
}

interface Unreadable {
  readonly path: string;
  readonly reason: string;
}

async function decodeAll(
  labelled: readonly LabelledFile[],
  { decodeImage, signal }: ReadOptions,
): Promise<{ examples: ImageExample[]; unreadable: Unreadable[] }> {
  const examples: (ImageExample | undefined)[] = new Array(labelled.length);
  const unreadable: Unreadable[] = [];
  let next = 0;
  const reader = async (): Promise<void> => {
    for (let index = next++; index < labelled.length; index = next++) {
      signal.throwIfAborted();
      const { file, label } = labelled[index]!;
      const bytes = await file.read();
      try {
        const pixels = await decodeImage(bytes, { longestSide: decodedSide });
        examples[index] = { file, pixels, label, sha256: hashBytes(bytes) };
      } catch (error) {
        // a few broken pictures are normal in collected data: counted, and refused when many
        const reason = error instanceof Error ? error.message : String(error);
        unreadable.push({ path: file.path, reason });
      }
    }
  };
  await Promise.all(Array.from({ length: readersAtATime }, reader));
  unreadable.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { examples: examples.filter((example) => example !== undefined), unreadable };
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

function unreadableSummary(unreadable: readonly Unreadable[]): Skipped {
  return {
    reason: 'does not decode',
    count: unreadable.length,
    names: unreadable.slice(0, 20).map(({ path }) => path),
  };
}
