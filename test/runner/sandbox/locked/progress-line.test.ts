import { expect, it } from 'vitest';
import { readProgress } from '../../../../runner/src/sandbox/locked/progress-line.ts';

const epoch = {
  ...{ type: 'epoch', trial: 1, epoch: 2, epochs: 3, loss: 0.5, score: 0.9, secondsLeft: 10 },
};

it('hands on progress that can be shown', () => {
  expect(readProgress(epoch)).toEqual(epoch);
});

it.each([
  ['no object', 'epoch'],
  ['nothing', null],
  ['another kind', { type: 'constructor' }],
  ['a download, which is told outside', { type: 'download', link: 'x', receivedBytes: 1 }],
  ['an end, which is told outside', { type: 'done', run: 'x', folder: '/etc' }],
  ['a number that is a text', { ...epoch, score: '0.9' }],
  [
    'a dataset that is none',
    { type: 'dataset', role: 'dataset', dataset: { schema: 'dataset/1' } },
  ],
])('passes over %s', (_, value) => {
  expect(readProgress(value)).toBeUndefined();
});
