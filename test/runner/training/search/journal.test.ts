import { expect, it } from 'vitest';
import type { SegmentOrder, TrialResult } from '@orangery/schemas';
import { Journal } from '../../../../runner/src/training/search/journal.ts';
import { hashOrder, noFiles } from '../../../../runner/src/training/segments/work.ts';
import { memoryStore } from '../../../../runner/src/training/store/memory-store.ts';

const order: SegmentOrder = { trial: 1, segment: 1, knobs: {}, until: 1 };
const result: TrialResult = {
  ...{ schema: 'trial-result/1', trial: 1, segment: 1, status: 'done', folds: [], seconds: 1 },
  order: hashOrder('training', order),
};

it.each<[string, Partial<TrialResult>, number]>([
  ['takes the result of a segment', {}, 0],
  ['takes no result that says it is of another trial', { trial: 9 }, 1],
  ['takes no result that says it is of another segment', { segment: 9 }, 1],
  ['takes no result of another training', { order: hashOrder('other', order) }, 1],
])('%s', async (_, forged, pending) => {
  const store = memoryStore();
  const first = await Journal.open(store, 'training');
  await first.issue({ schema: 'study-round/1', round: 1, closing: false, segments: [order] });
  await store.write(result, noFiles);
  const told = { ...store, result: async () => ({ ...result, ...forged }) };
  expect((await Journal.open(told, 'training')).pending).toHaveLength(pending);
});
