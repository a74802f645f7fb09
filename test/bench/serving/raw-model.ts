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

/**
 * What queue, messages and thread cost the reference CNN, requests of one input each. Twice as many
 * callers as a batch takes ask again as soon as they are answered: one batch waits while another is
 * worked on, as under load.
 */
export async function measureRaw(seconds: number, rounds: number): Promise<RawRatio[]> {
  const model = await loadReferenceCnn();
  const ratios: RawRatio[] = [];
  for (const batch of [1, 8, 32]) {
    const pool = await ModelPool.open(
      async () => startPredictionWorker({ folder: '', backend: 'wasm' }, { entry }),
      { ...defaultModelLimits, maxBatch: batch, timeoutMs: 30_000, logger: silentLogger },
    );
    const call = [{ kind: 'value', value: picture }] as const;
    const raw = async (): Promise<unknown> => predictCalls(model, Array(batch).fill(call));
    const pooled = async (): Promise<unknown> => pool.predict(call, caller);
    const pairs: (readonly [number, number])[] = [];
    for (let round = 0; round < rounds; round += 1) {
      pairs.push([
        await perSecond(raw, { each: batch, callers: 1, seconds }),
        await perSecond(pooled, { each: 1, callers: 2 * batch, seconds }),
      ]);
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

interface Load {
  /** Inputs that a call of the work does. */
  readonly each: number;
  readonly callers: number;
  readonly seconds: number;
}

async function perSecond(
  work: () => Promise<unknown>,
  { each, callers, seconds }: Load,
): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) await work();
  const start = performance.now();
  let done = 0;
  const ask = async (): Promise<void> => {
    while (performance.now() - start < 1000 * seconds) {
      await work();
      done += each;
    }
  };
  await Promise.all(Array.from({ length: callers }, ask));
  return (1000 * done) / (performance.now() - start);
}
