import {
  decodeImage,
  describeDataset,
  type DescribedDataset,
  type DescribeOptions,
  type FetchedDataset,
} from '../../../../runner/src/dataset/index.ts';
import { dataFiles } from '../../../helpers/read-data.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Files as if they had been fetched. */
export function fetchedFiles(files: Files, change: Partial<FetchedDataset> = {}): FetchedDataset {
  return {
    sources: [{ link: 'https://example.org/data.zip', sha256: 'a'.repeat(64), bytes: 12 }],
    files: dataFiles(files),
    givesAccess: false,
    close: async () => {},
    ...change,
  };
}

/** Describes files, as public data unless said otherwise. */
export async function describeFiles(
  files: Files,
  options: Partial<DescribeOptions> = {},
  change: Partial<FetchedDataset> = {},
): Promise<DescribedDataset> {
  return describeDataset(fetchedFiles(files, change), {
    decodeImage,
    signal: new AbortController().signal,
    visibility: 'public',
    ...options,
  });
}

/** A table of so many rows, each made from its number. */
export function tableOf(head: string, rows: number, row: (index: number) => string): string {
  return `${head}\n${Array.from({ length: rows }, (_, index) => row(index)).join('\n')}\n`;
}
