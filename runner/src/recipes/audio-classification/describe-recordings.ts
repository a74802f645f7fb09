import type { DatasetRecord } from '@orangery/schemas';
import type { AudioExample } from './read-recordings.ts';

/** Length and rates of recordings as they are stored. */
export function describeRecordings(
  examples: readonly AudioExample[],
): NonNullable<DatasetRecord['audio']> {
  const lengths = examples.map(({ stored }) => stored.seconds).sort((a, b) => a - b);
  const rates = new Set(examples.map(({ stored }) => stored.sampleRate));
  return {
    seconds: rounded(lengths.reduce((sum, seconds) => sum + seconds, 0)),
    medianSeconds: rounded(lengths[Math.floor(lengths.length / 2)] ?? 0),
    sampleRates: [...rates].sort((a, b) => a - b),
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
