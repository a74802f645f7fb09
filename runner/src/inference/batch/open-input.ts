import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { hashRecord } from '@orangery/schemas';
import { shownLink } from '../../dataset/describe/shown-link.ts';
import { fetchDataset, type FetchOptions } from '../../dataset/fetch-dataset.ts';
import { openPredictionSource, type PredictionSource, type Taker } from '../prediction-source.ts';
import { hashOfInput } from './input-hash.ts';
import { openDataSetSource } from './open-data-set.ts';

/** What is to be predicted, open. */
export interface OpenedInput {
  readonly source: PredictionSource;
  /** A path or link as it may be printed. */
  readonly shown: string;
  /** SHA-256 that tells whether it is the same another time: not cheap of many files. */
  identify(): Promise<string>;
  close(): Promise<void>;
}

const packed = /\.(zip|tar|tgz|tzst|gz|zst|zstd)$/i;
// one letter before the colon is a drive
const scheme = /^[a-z][a-z0-9+.-]+:/i;

/**
 * Opens what somebody typed: a file or folder of this machine; or a link to a data set, or an archive,
 * which is fetched, checked and unpacked as for a training.
 * @throws Failure FILE_MISSING, INPUT_INVALID, and of fetching
 */
export async function openInput(
  typed: string,
  taker: Taker,
  options: FetchOptions,
): Promise<OpenedInput> {
  const path = resolve(options.baseFolder, typed);
  if (await isFetched(typed, path)) return openFetched(typed, taker, options);
  const source = await openPredictionSource(path, taker);
  return {
    source,
    shown: relative(options.baseFolder, path) || typed,
    identify: async () => hashOfInput(source),
    close: async () => {},
  };
}

/** A file whose name has a colon in it is one all the same. */
async function isFetched(typed: string, path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // the usual case of a link
  return found === undefined ? scheme.test(typed) : found.isFile() && packed.test(path);
}

async function openFetched(
  link: string,
  taker: Taker,
  options: FetchOptions,
): Promise<OpenedInput> {
  const dataset = await fetchDataset([{ link }], options);
  const shown = shownLink({ link }, options.baseFolder);
  try {
    const { signal } = options.world;
    const source = await openDataSetSource(dataset.files, shown, taker, signal);
    const hashes = dataset.sources.map(({ sha256, bytes }) => ({ sha256, bytes }));
    return {
      source,
      shown,
      identify: async () => hashRecord(hashes),
      close: async () => dataset.close(),
    };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}
