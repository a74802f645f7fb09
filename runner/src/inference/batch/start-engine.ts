import { availableParallelism } from 'node:os';
import type { WorkerSetup } from '../../serving/pool/messages.ts';
import { startPredictionWorker, type WorkerPlace } from '../../serving/pool/prediction-worker.ts';
import type { Logger } from '../../world.ts';
import type { Predictor } from '../predictor.ts';
import { localEngine, type BatchEngine } from './batch-engine.ts';
import { workerEngine } from './worker-engine.ts';

export interface EngineOrder {
  /** The module, loaded: freed when the engine is closed, or not needed. */
  readonly predictor: Predictor;
  readonly setup: WorkerSetup;
  /** By which a worker's process finds drivers and add-ons. */
  readonly environment?: WorkerPlace['environment'];
  /** That predict at a time; as many as are of use when absent. */
  readonly workers?: number;
  readonly inputs: number;
  readonly batchSize: number;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** To start a worker takes as long as to predict so many rows at least. */
const fewestInputs = 256;

/** They use one processor; the others share the work among all processors, or a GPU, themselves. */
const oneProcessor: readonly Predictor['backend'][] = ['wasm', 'cpu', 'onnxruntime'];

/**
 * A model in as many workers as predict some inputs soonest: this thread alone, which need not load
 * it once more, or several threads or processes.
 * @throws Failure when a worker cannot load it
 */
export async function startEngine(order: EngineOrder): Promise<BatchEngine> {
  const { predictor, setup, environment, logger, signal } = order;
  const workers = countWorkers(order);
  if (workers === 1) return localEngine(predictor);
  const { backend } = predictor;
  predictor.dispose();
  // what was chosen here is not chosen again
  const chosen = backend === 'onnxruntime' ? setup : { ...setup, backend };
  const place = environment === undefined ? {} : { environment };
  return workerEngine(async () => startPredictionWorker(chosen, place), {
    workers,
    logger,
    signal,
  });
}

/** How many workers are of use; on a machine of few processors one, which shares it with nobody. */
export function countWorkers({
  predictor,
  workers,
  inputs,
  batchSize,
}: Pick<EngineOrder, 'predictor' | 'workers' | 'inputs' | 'batchSize'>): number {
  const batches = Math.ceil(inputs / batchSize);
  if (workers !== undefined) return Math.max(1, Math.min(workers, batches));
  if (!oneProcessor.includes(predictor.backend)) return 1;
  const spare = availableParallelism() - 1;
  return Math.max(1, Math.min(spare, Math.floor(inputs / fewestInputs)));
}
