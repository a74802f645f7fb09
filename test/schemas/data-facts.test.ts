import { expect, it } from 'vitest';
import {
  audioFact,
  seriesFact,
  targetRangeFact,
  wordsFact,
  type DatasetRecord,
} from '@orangery/schemas';

const plain: DatasetRecord = {
  schema: 'dataset/1',
  visibility: 'public',
  sources: [{ link: 'https://example.org/data.csv' }],
  format: 'CSV, comma, header',
  examples: 10,
  fingerprint: 'a'.repeat(64),
};

it.each([
  [{ series: { steps: 3650, interval: '1 day' } }, '3650 steps of 1 day'],
  [
    { series: { steps: 48, interval: '1 hour', gaps: 2, season: 24 } },
    '48 steps of 1 hour, 2 gaps filled, repeating every 24 steps',
  ],
  [{ words: { count: 120, distinct: 60 } }, '120 in all, 60 different'],
  [
    { words: { count: 120, distinct: 60, longest: 9 } },
    '120 in all, 60 different, at most 9 in one',
  ],
  [
    { audio: { seconds: 179.6, medianSeconds: 1, sampleRates: [8000] } },
    '180 s in all, 1.0 s each as a rule, at 8000 Hz',
  ],
  [
    { targetRange: { min: 3, max: 8, mean: 5.63602, deviation: 0.80731 } },
    '3 to 8, mean 5.636, deviation 0.8073',
  ],
] satisfies [Partial<DatasetRecord>, string][])('words the facts %j', (facts, expected) => {
  const record = { ...plain, ...facts };
  const found = [seriesFact, wordsFact, audioFact, targetRangeFact].map((fact) => fact(record));
  expect(found.filter((fact) => fact !== undefined)).toEqual([expected]);
});
