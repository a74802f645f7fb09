import type { Failure } from '@orangery/schemas';
import type { RawInput } from '../recipes/recipe.ts';
import { failureOfInput, type BatchEngine, type Outcome } from './batch/batch-engine.ts';
import { inOrder } from './batch/in-order.ts';
import { listInputs, type PendingInput } from './batch/list-inputs.ts';
import type { PredictionSource } from './prediction-source.ts';

/** One picture or row, and what became of it. */
export interface PredictedInput {
  /** File relative to the folder, or `line 12`, or `row 12`. */
  readonly name: string;
  /** What stands before the answer in a table: the file's name, or the row. */
  readonly cells: readonly (string | null)[];
  readonly outcome: Outcome;
}

export interface PredictFilesOptions {
  readonly signal: AbortSignal;
  /** Inputs predicted together; of the source when absent, as {@link batchSizeFor} says. */
  readonly batchSize?: number;
  /** Inputs left out at the beginning; none when absent. */
  readonly first?: number;
}

/** Batches that are read ahead of those being answered, so that no worker waits for a disk. */
const readAhead = 2;

/** Inputs that are predicted together unless somebody says otherwise: of files fewer, as they are large. */
export function batchSizeFor({ kind }: PredictionSource): number {
  return kind === 'table' ? 256 : 32;
}

/**
 * Predicts pictures or rows, and gives the outcomes of each batch in the order of the inputs,
 * whichever is answered first. An input that cannot be used is reported and the work goes on.
 */
export async function* predictFiles(
  engine: BatchEngine,
  source: PredictionSource,
  { signal, batchSize = batchSizeFor(source), first = 0 }: PredictFilesOptions,
): AsyncGenerator<readonly PredictedInput[], void> {
  const inputs = listInputs(source, engine.description, first);
  const work = async (batch: readonly PendingInput[]) => {
    signal.throwIfAborted();
    return predictBatch(engine, batch, signal);
  };
  const most = engine.workers + readAhead;
  for await (const results of inOrder(inBatches(inputs, batchSize), most, work)) {
    signal.throwIfAborted();
    yield results;
  }
}

function* inBatches<Item>(items: Iterable<Item>, size: number): Generator<readonly Item[], void> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function predictBatch(
  engine: BatchEngine,
  batch: readonly PendingInput[],
  signal: AbortSignal,
): Promise<readonly PredictedInput[]> {
  const read = await Promise.all(batch.map(readOrFailure));
  const usable = read.filter((raw): raw is RawInput => !('code' in raw));
  signal.throwIfAborted();
  const outcomes = (usable.length > 0 ? await engine.predict(usable) : [])[Symbol.iterator]();
  return batch.map(({ name, cells }, index) => {
    const raw = read[index]!;
    const outcome: Outcome =
      'code' in raw ? { kind: 'failed', failure: raw } : outcomes.next().value!;
    return { name, cells, outcome };
  });
}

async function readOrFailure(pending: PendingInput): Promise<RawInput | Failure> {
  return pending.read().catch(failureOfInput);
}
