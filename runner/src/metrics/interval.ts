import type { Random } from '../random.ts';

/** Both ends of a 95 % confidence interval. */
export interface Interval {
  lower: number;
  upper: number;
}

/** Interval of a share (Wilson 1927), which also holds for few examples and shares near 0 or 1. */
export function wilsonInterval(successes: number, count: number): Interval {
  if (count === 0) return { lower: 0, upper: 1 };
  const z = 1.959963984540054;
  const share = successes / count;
  const middle = share + (z * z) / (2 * count);
  const width = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  return {
    lower: Math.max(0, (middle - width) / scale),
    upper: Math.min(1, (middle + width) / scale),
  };
}

/** Percentile bootstrap (Efron 1979) of any figure of a sample. */
export function bootstrapInterval<Value>(
  sample: readonly Value[],
  figure: (sample: readonly Value[]) => number,
  rounds: number,
  random: Random,
): Interval {
  const figures = Array.from({ length: rounds }, () =>
    figure(sample.map(() => sample[random.integer(sample.length)]!)),
  ).sort((a, b) => a - b);
  return {
    lower: figures[Math.floor(rounds * 0.025)] ?? 0,
    upper: figures[Math.ceil(rounds * 0.975) - 1] ?? 0,
  };
}
