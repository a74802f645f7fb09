import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '@orangery/schemas';
import { withLock } from '../../dataset/cache/with-lock.ts';
import { batchSizeFor, predictFiles, type PredictedInput } from '../predict-files.ts';
import type { PredictionSource } from '../prediction-source.ts';
import type { BatchEngine, Outcome } from './batch-engine.ts';
import { countInputs } from './list-inputs.ts';
import { outcomeLine } from './outcome-line.ts';
import { PartFile, type PartOrder } from './part-file.ts';
import type { PartHeader } from './part-header.ts';
import { csvOf, writeOutput } from './write-output.ts';

export interface BatchOrder {
  readonly engine: BatchEngine;
  readonly source: PredictionSource;
  /** Where predictions go when all are there; until then they are in `<path>.part`. */
  readonly path: string;
  readonly header: PartHeader;
  readonly existing: PartOrder['existing'];
  readonly batchSize?: number;
  readonly signal: AbortSignal;
  /** Told how many are there, those of an earlier run among them. */
  readonly onProgress?: (done: number) => void;
  /** Asked once more when all are there, before the output is: throws to keep what is in its place. */
  readonly checkOutput?: () => Promise<void>;
}

export interface BatchResult {
  readonly predicted: number;
  readonly failed: number;
  /** Of these, how many an earlier run had made. */
  readonly resumed: number;
}

/** What unfinished predictions are called. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/**
 * Predicts all inputs of a source into a file. Results are written as they come, so that memory does
 * not grow with them and nothing is lost when it is interrupted; the output is there whole or not at
 * all.
 * @throws Failure INPUT_INVALID at the end, when no input could be used; TIMED_OUT while another run
 * works on the same; USAGE as {@link PartFile.open}
 */
export async function predictBatch(order: BatchOrder): Promise<BatchResult> {
  const path = partOf(order.path);
  await mkdir(dirname(path), { recursive: true });
  // two that write to one part would spoil each other's predictions
  const lock = { signal: order.signal, label: path, timeoutMs: 0 };
  return withLock(path, lock, async (signal) => predictAlone({ ...order, signal }));
}

async function predictAlone(order: BatchOrder): Promise<BatchResult> {
  const { source, path, header, existing, batchSize = batchSizeFor(source) } = order;
  const part = await PartFile.open({ path: partOf(path), header, existing, batchSize });
  try {
    const tally = new Tally(order);
    for await (const { outcome } of part.outcomes()) tally.add(outcome);
    await predictRest({ ...order, batchSize }, part, tally);
    await finish(order, part, tally);
    const { predicted, failed } = tally;
    return { predicted, failed, resumed: part.kept };
  } finally {
    await part.close();
  }
}

async function predictRest(order: BatchOrder, part: PartFile, tally: Tally): Promise<void> {
  const { engine, source, batchSize, signal, onProgress } = order;
  const lineOf = lineWriter(order);
  onProgress?.(tally.count);
  const first = part.kept;
  for await (const results of predictFiles(engine, source, { signal, batchSize, first })) {
    await part.append(results.map((result) => `${lineOf(result)}\n`).join(''));
    for (const { outcome } of results) tally.add(outcome);
    onProgress?.(tally.count);
  }
}

async function finish(order: BatchOrder, part: PartFile, { firstFailure, predicted, csv }: Tally) {
  const { source, header, path, signal, checkOutput, engine } = order;
  if (predicted === 0 && firstFailure !== undefined) {
    await part.remove();
    throw noneUsable(source, firstFailure);
  }
  await checkOutput?.();
  const taker = engine.description;
  await writeOutput(path, header.format, { part, csv, source, taker }, signal);
  await part.remove();
}

/** Rows of a table stand in JSON lines too: of a CSV they are added when it is made. */
function lineWriter({ source, header }: BatchOrder): (result: PredictedInput) => string {
  const columns =
    source.kind === 'table' && header.format === 'jsonl' ? source.table.columns : undefined;
  return ({ name, cells, outcome }) => outcomeLine(name, outcome, columns && { columns, cells });
}

/** What there is so far. */
class Tally {
  predicted = 0;
  failed = 0;
  firstFailure: Failure | undefined;
  readonly csv;

  constructor({ source }: BatchOrder) {
    this.csv = csvOf(source);
  }

  get count(): number {
    return this.predicted + this.failed;
  }

  add(outcome: Outcome): void {
    this.csv.see(outcome);
    if (outcome.kind === 'predicted') this.predicted += 1;
    else {
      this.failed += 1;
      this.firstFailure ??= outcome.failure;
    }
  }
}

function noneUsable(source: PredictionSource, first: Failure): Failure {
  const count = countInputs(source);
  if (count === 1) return first;
  const message = `${source.path}: none of the ${count} inputs could be used; the first: ${first.message}`;
  return new Failure('INPUT_INVALID', message, { cause: first, hint: first.hint });
}
