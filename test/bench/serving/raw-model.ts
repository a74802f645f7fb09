import { defaultModelLimits } from '../../../runner/src/serving/limits.ts';
import { predictCalls } from '../../../runner/src/serving/pool/predict-calls.ts';
import { ModelPool } from '../../../runner/src/serving/pool/model-pool.ts';
import { startPredictionWorker } from '../../../runner/src/serving/pool/prediction-worker.ts';
import { silentLogger } from '../../../runner/src/world.ts';
import { loadReferenceCnn } from './models/load-reference-cnn.ts';
import { median } from './place.ts';

/** Inputs a second of the reference CNN: in this very thread, and through queue and worker. */
export interface RawRatio {
  readonly batch: number;
  readonly raw: number;
  readonly pooled: number;
  /** Of `pooled` to `raw`, round by round. */
  readonly ratio: number;
}

const entry = new URL('./models/reference-cnn.ts', import.meta.url);
const caller = { isGone: false };

/** What queue, messages and thread cost the reference CNN, requests of one input each. */
export async function measureRaw(seconds: number, rounds: number): Promise<RawRatio[]> {
  const model = await loadReferenceCnn();
  const ratios: RawRatio[] = [];
  for (const batch of [1, 8, 32]) {
    const pool = await ModelPool.open(
      async () => startPredictionWorker({ folder: '', backend: 'wasm' }, { entry }),
      { ...defaultModelLimits, maxBatch: batch, timeoutMs: 30_000, logger: silentLogger },
    );
    const calls = Array.from({ length: batch }, () => [{ kind: 'value', value: picture } as const]);
    const raw = async (): Promise<unknown> => predictCalls(model, calls);
    const pooled = async (): Promise<unknown> =>
      Promise.all(calls.map(async (call) => pool.predict(call, caller)));
    const pairs: (readonly [number, number])[] = [];
    for (let round = 0; round < rounds; round += 1) {
      pairs.push([await perSecond(raw, batch, seconds), await perSecond(pooled, batch, seconds)]);
    }
    await pool.close();
    ratios.push({
      batch,
      raw: median(pairs.map(([one]) => one)),
      pooled: median(pairs.map(([, other]) => other)),
      ratio: median(pairs.map(([one, other]) => other / one)),
    });
  }
  model.dispose();
  return ratios;
}

const picture = {
  shape: [28, 28, 1],
  data: Float32Array.from({ length: 28 * 28 }, (_, index) => (index % 7) / 7),
};

async function perSecond(
  work: () => Promise<unknown>,
  batch: number,
  seconds: number,
): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) await work();
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < 1000 * seconds) {
    await work();
    done += batch;
  }
  return (1000 * done) / (performance.now() - start);
}
