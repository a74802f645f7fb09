import { Failure, formatBytes, type DatasetRecord } from '@orangery/schemas';

/** What a page takes on: a browser holds all of it in memory, and gives a page a few GB at most. */
export const pageLimits = {
  /** Files that are chosen, or that an archive holds. */
  files: 10_000,
  bytes: 200 * 1024 ** 2,
  unpackedBytes: 400 * 1024 ** 2,
  /** Rows, pictures or texts. */
  examples: 100_000,
  classes: 200,
} as const;

const hint =
  'Take a part of it, or retrain on a machine of your own or of your team, as this page says.';

/** @throws Failure DATASET_INVALID before anything is read */
export function checkChosen(files: readonly { readonly sizeBytes: number }[]): void {
  const { files: mostFiles, bytes: mostBytes } = pageLimits;
  if (files.length > mostFiles) throw tooMuch(`${mostFiles} files`, `${files.length}`);
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes > mostBytes) throw tooMuch(formatBytes(mostBytes), formatBytes(bytes));
}

/** @throws Failure DATASET_INVALID */
export function checkRead({ examples, classes = [] }: DatasetRecord): void {
  if (examples > pageLimits.examples) {
    throw tooMuch(`${pageLimits.examples} examples`, `${examples}`);
  }
  if (classes.length > pageLimits.classes) {
    throw tooMuch(`${pageLimits.classes} classes`, `${classes.length}`);
  }
}

function tooMuch(expected: string, found: string): Failure {
  const message = `the data: expected at most ${expected} in a page, found ${found}`;
  return new Failure('DATASET_INVALID', message, { hint });
}
