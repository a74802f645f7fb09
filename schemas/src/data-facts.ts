import type { DatasetRecord } from './generated/types.ts';

/** `3650 steps of 1 day, repeating every 365 steps`; of other data nothing. */
export function seriesFact({ series }: DatasetRecord): string | undefined {
  if (series === undefined) return undefined;
  const { steps, interval, gaps = 0, season } = series;
  const filled = gaps === 0 ? '' : `, ${gaps} gaps filled`;
  const period = season === undefined ? '' : `, repeating every ${season} steps`;
  return `${steps} steps of ${interval}${filled}${period}`;
}

/** `25094 in all, 5496 different, at most 75 in one`; of other data nothing. */
export function wordsFact({ words }: DatasetRecord): string | undefined {
  if (words === undefined) return undefined;
  const longest = words.longest === undefined ? '' : `, at most ${words.longest} in one`;
  return `${words.count} in all, ${words.distinct} different${longest}`;
}

/** `180 s in all, 1.0 s each as a rule, at 8000 Hz`; of other data nothing. */
export function audioFact({ audio }: DatasetRecord): string | undefined {
  if (audio === undefined) return undefined;
  const { seconds, medianSeconds, sampleRates } = audio;
  const each = medianSeconds === undefined ? '' : `, ${medianSeconds.toFixed(1)} s each as a rule`;
  return `${Math.round(seconds)} s in all${each}, at ${sampleRates.join(', ')} Hz`;
}

/** `3 to 8, mean 5.636, deviation 0.8`; where the values to predict are no numbers nothing. */
export function targetRangeFact({ targetRange }: DatasetRecord): string | undefined {
  if (targetRange === undefined) return undefined;
  const show = (value: number): string => Number(value.toPrecision(4)).toString();
  const { min, max, mean, deviation } = targetRange;
  return `${show(min)} to ${show(max)}, mean ${show(mean)}, deviation ${show(deviation)}`;
}
