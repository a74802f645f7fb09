import { availableParallelism } from 'node:os';
import type { WorkerSetup } from '../../serving/pool/messages.ts';
import { workersOf, type WorkerPlace } from '../../serving/pool/prediction-worker.ts';
import type { Logger } from '../../world.ts';
import type { Predictor } from '../predictor.ts';
import type { PredictionSource } from '../prediction-source.ts';
import { localEngine, type BatchEngine } from './batch-engine.ts';
import { countInputs } from './list-inputs.ts';
import { probeInputMs } from './probe.ts';
import { workerEngine } from './worker-engine.ts';

export interface EngineOrder {
  /** The module, loaded: freed when the engine is closed, or not needed. */
  readonly predictor: Predictor;
  readonly setup: WorkerSetup;
  /** By which a worker's process finds drivers and add-ons. */
  readonly environment?: WorkerPlace['environment'];
  /** That predict at a time; as many as are of use when absent. */
  readonly workers?: number;
  readonly source: PredictionSource;
  readonly batchSize: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** To start a worker takes as long as to predict for so long. */
const worthMs = 2000;

/** Handing an input to a worker and its answer back takes a good part of this. */
const leastInputMs = 0.1;

/** They use one processor; the others share the work among all processors, or a GPU, themselves. */
const oneProcessor: readonly Predictor['backend'][] = ['wasm', 'cpu', 'onnxruntime'];

/**
 * A model in as many workers as predict some inputs soonest: this thread alone, which need not load
 * it once more, or several threads or processes.
 * @throws Failure when a worker cannot load it
 */
export async function startEngine(order: EngineOrder): Promise<BatchEngine> {
  const { predictor, setup, environment, logger, signal } = order;
  const local = localEngine(predictor);
  const workers = await chooseWorkers(order, local);
  if (workers === 1) return local;
  const { backend, isNative = false } = predictor;
  await local.close();
  // what was chosen here is not chosen again
  const hasOwn = backend === 'onnxruntime' || backend === 'container';
  const chosen = hasOwn ? setup : { ...setup, backend };
  const place = { isApart: isNative, ...(environment && { environment }) };
  return workerEngine(workersOf(chosen, place), { workers, logger, signal });
}

async function chooseWorkers(
  { predictor, source, workers, batchSize }: EngineOrder,
  local: BatchEngine,
): Promise<number> {
  const inputs = countInputs(source);
  const batches = Math.ceil(inputs / batchSize);
  if (workers !== undefined) return Math.max(1, Math.min(workers, batches));
  const spare = Math.min(availableParallelism() - 1, batches);
  if (spare < 2 || !oneProcessor.includes(predictor.backend)) return 1;
  return usefulWorkers(await probeInputMs(local, source, () => performance.now()), inputs, spare);
}

/**
 * How many workers predict inputs soonest: one where there are few, or where each takes no longer
 * than to hand it over.
 */
export function usefulWorkers(inputMs: number, inputs: number, spare: number): number {
  if (inputMs < leastInputMs) return 1;
  return Math.max(1, Math.min(spare, Math.floor((inputMs * inputs) / worthMs)));
}
