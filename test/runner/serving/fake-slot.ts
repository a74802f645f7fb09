import { predictCalls } from '../../../runner/src/serving/pool/predict-calls.ts';
import type { Predictor } from '../../../runner/src/inference/predictor.ts';
import {
  defaultModelLimits,
  defaultServingLimits,
  type ModelLimits,
  type ServingLimits,
} from '../../../runner/src/serving/limits.ts';
import { moduleModel } from '../../../runner/src/serving/module-model/module-model.ts';
import { ModelPool } from '../../../runner/src/serving/pool/model-pool.ts';
import {
  WorkerEnded,
  type PredictionWorker,
} from '../../../runner/src/serving/pool/prediction-worker.ts';
import type { ModelSlot } from '../../../runner/src/serving/served-model.ts';
import { silentLogger } from '../../../runner/src/world.ts';

/** A worker that is in this very thread, for predictors that are made for a test. */
export function localWorker(predictor: Predictor): PredictionWorker {
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  const lost = ended.then((why) => Promise.reject(new WorkerEnded(why)));
  lost.catch(() => {}); // who asks is told
  return {
    description: predictor,
    predict: async (calls) => Promise.race([predictCalls(predictor, calls), lost]),
    kill: () => resolve('killed'),
    ended,
  };
}

/** A slot of a predictor that is made for a test. */
export async function fakeSlot(
  predictor: Predictor,
  limits: Partial<ModelLimits & ServingLimits> = {},
): Promise<ModelSlot & { readonly pool: ModelPool }> {
  const pool = await ModelPool.open(async () => localWorker(predictor), {
    ...defaultModelLimits,
    maxDelayMs: 0,
    timeoutMs: limits.requestTimeoutMs ?? defaultServingLimits.requestTimeoutMs,
    logger: silentLogger,
    ...limits,
  });
  const current = moduleModel(pool, limits.maxInputs ?? defaultServingLimits.maxInputs);
  return { name: predictor.id, current, pool, isReady: true };
}
