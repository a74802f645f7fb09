import type { PipelineTopology } from '@orangery/schemas';
import { expect, it } from 'vitest';
import {
  describeInputs,
  describeTopology,
} from '../../../marketplace/src/catalogue/describe-topology.ts';

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

it.each([
  [undefined, ''],
  [{ text: '$input.text' }, 'its text as given'],
  [{ a: '$input.a', b: '$input.b', c: '$input.c' }, 'its a, b and c as given'],
  [
    { text: 'sorter.label', a: '$input.a', b: '$input.size' },
    'its a as given; its text from sorter.label; its b from what is given, size',
  ],
])('what a step is given, %j, is told in few words', (inputs, words) => {
  expect(describeInputs({ module: 'a', ...(inputs && { inputs }) })).toBe(words);
});
