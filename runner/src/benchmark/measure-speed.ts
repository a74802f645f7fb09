import type { Latency, Throughput } from '@orangery/schemas';
import type { RawInput } from '../recipes/recipe.ts';
import { predictRaw, type Predictor } from '../inference/predictor.ts';

const warmUps = 5;
const latencySamples = 100;
const batchSize = 32;
const throughputMs = 2000;

/** Times predictions from raw bytes to answer: one at a time, then in batches. */
export async function measureSpeed(
  predictor: Predictor,
  inputs: readonly RawInput[],
  signal: AbortSignal,
): Promise<{ latency: Latency; throughput: Throughput }> {
  const input = (index: number): RawInput => inputs[index % inputs.length]!;
  for (let index = 0; index < warmUps; index += 1) await predictRaw(predictor, [input(index)]);
  const times: number[] = [];
  for (let index = 0; index < latencySamples; index += 1) {
    signal.throwIfAborted();
    const start = performance.now();
    await predictRaw(predictor, [input(index)]);
    times.push(performance.now() - start);
  }
  const batch = Array.from({ length: batchSize }, (_, index) => input(index));
  await predictRaw(predictor, batch);
  const start = performance.now();
  let predicted = 0;
  while (performance.now() - start < throughputMs) {
    signal.throwIfAborted();
    await predictRaw(predictor, batch);
    predicted += batchSize;
  }
  const perSecond = (1000 * predicted) / (performance.now() - start);
  times.sort((a, b) => a - b);
  return {
    latency: {
      p50Ms: round(percentile(times, 0.5)),
      p95Ms: round(percentile(times, 0.95)),
      p99Ms: round(percentile(times, 0.99)),
      samples: latencySamples,
    },
    throughput: { perSecond: round(perSecond), batchSize },
  };
}

/** Nearest rank. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
