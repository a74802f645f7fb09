import type { PipelineTopology } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { describeTopology } from '../../../marketplace/src/catalogue/describe-topology.ts';

it.each<[Omit<PipelineTopology, 'steps'>, string]>([
  [{ topology: 'sequence' }, 'Asked one after the other; the last one answers.'],
  [{ topology: 'parallel' }, 'Asked side by side; all answers come together.'],
  [{ topology: 'ensemble' }, 'All asked the same; the mean of what they say is the answer.'],
  [
    { topology: 'ensemble', combine: 'mean' },
    'All asked the same; the mean of what they say is the answer.',
  ],
  [
    { topology: 'ensemble', combine: 'vote' },
    'All asked the same; what most of them name is the answer.',
  ],
])('%j is told in a sentence', (topology, sentence) => {
  expect(describeTopology({ ...topology, steps: [{ module: 'a' }] })).toBe(sentence);
});
