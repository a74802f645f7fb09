import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PredictionCsv } from '../prediction-csv.ts';
import type { PredictionSource, Taker } from '../prediction-source.ts';
import { inputColumns, listInputs } from './list-inputs.ts';
import type { PartFile } from './part-file.ts';
import type { OutputFormat } from './part-header.ts';

/** What an output is made of. */
export interface FinishedPart {
  readonly part: PartFile;
  readonly csv: PredictionCsv;
  readonly source: PredictionSource;
  readonly taker: Taker;
}

/** Collects what columns a CSV of these inputs will have: classes get one where a row is a file. */
export function csvOf(source: PredictionSource): PredictionCsv {
  return new PredictionCsv(inputColumns(source), source.kind !== 'table');
}

/** Makes the output of all predictions, so that it is there whole or not at all. */
export async function writeOutput(
  path: string,
  format: OutputFormat,
  finished: FinishedPart,
  signal: AbortSignal,
): Promise<void> {
  const texts = format === 'csv' ? csvTexts(finished) : jsonTexts(finished);
  const { temporary } = finished.part;
  try {
    // nothing that came to be there meanwhile is followed or written over
    const file = createWriteStream(temporary, { flags: 'wx' });
    await pipeline(Readable.from(inBlocks(texts)), file, { signal });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function* jsonTexts({ part }: FinishedPart): AsyncGenerator<string, void> {
  for await (const line of part.lines()) yield `${line}\n`;
}

/** Cells come from the inputs once more: the part does not hold a table a second time. */
async function* csvTexts({ part, csv, source, taker }: FinishedPart): AsyncGenerator<string, void> {
  yield csv.head();
  const inputs = listInputs(source, taker)[Symbol.iterator]();
  for await (const { outcome } of part.outcomes()) {
    yield csv.row(inputs.next().value!.cells, outcome);
  }
}

const blockCharacters = 64 * 1024;

/** A write each line would cost more than the line. */
async function* inBlocks(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let block = '';
  for await (const text of texts) {
    block += text;
    if (block.length < blockCharacters) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}
