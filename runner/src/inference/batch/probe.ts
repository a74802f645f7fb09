import type { PredictionSource } from '../prediction-source.ts';
import type { BatchEngine } from './batch-engine.ts';
import { listInputs } from './list-inputs.ts';

const warmUp = 1;
const timed = 8;

/**
 * How long a model takes for an input of a source, in milliseconds: it answers the first ones, and
 * what it answers is let go.
 * @param now in milliseconds
 */
export async function probeInputMs(
  engine: BatchEngine,
  source: PredictionSource,
  now: () => number,
): Promise<number> {
  const inputs = listInputs(source, engine.description)[Symbol.iterator]();
  // a model's first answer is its slowest
  await predictNext(warmUp);
  const startedAt = now();
  const count = await predictNext(timed);
  return (now() - startedAt) / Math.max(1, count);

  async function predictNext(most: number): Promise<number> {
    const pending = Array.from({ length: most }, () => inputs.next().value ?? []).flat();
    const read = await Promise.allSettled(pending.map(async (one) => one.read()));
    const raws = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (raws.length > 0) await engine.predict(raws);
    return pending.length;
  }
}
