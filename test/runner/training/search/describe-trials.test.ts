import { expect, it } from 'vitest';
import type { SegmentOrder, Trial, TrialResult } from '@orangery/schemas';
import { bestResult } from '../../../../runner/src/training/search/best-result.ts';
import { checkReplay } from '../../../../runner/src/training/search/check-replay.ts';
import { describeTrials } from '../../../../runner/src/training/search/describe-trials.ts';
import { Journal } from '../../../../runner/src/training/search/journal.ts';
import { replayRound } from '../../../../runner/src/training/search/replay-round.ts';
import { hashOrder } from '../../../../runner/src/training/segments/work.ts';
import { memoryStore } from '../../../../runner/src/training/store/memory-store.ts';
import type { Study } from '../../../../runner/src/tuning/study.ts';

const study: Study = {
  ...{ space: {}, defaults: {}, seed: 1, trials: 2, width: 1 },
  ...{ advisor: 'random', stopping: 'none', warmStart: true, refit: false },
};
const first: SegmentOrder = { trial: 1, segment: 1, knobs: {}, until: 0.3 };
const searched: readonly SegmentOrder[] = [
  first,
  { ...first, trial: 2, start: { trial: 1, segment: 1 }, until: 1 },
  { ...first, segment: 2, until: 1 },
];

/** Weights follow from the order alone, and those of trial 1 are the best while it has them. */
function resultOf(order: SegmentOrder): TrialResult {
  const { trial, segment, until } = order;
  const named = { schema: 'trial-result/1', order: hashOrder('training', order) } as const;
  const common = { ...named, trial, segment, seconds: 1 };
  if (segment === 2) return { ...common, status: 'diverged', folds: [], error: 'not a number' };
  const status = until === 1 ? 'done' : 'paused';
  const [epochs, score, selectionLoss] = [Math.round(until * 10), 1 / trial, trial];
  const curve = [{ epoch: epochs, loss: selectionLoss, score }];
  const lengths = { epochs, ofEpochs: 10, keptEpoch: epochs };
  const folds: TrialResult['folds'] = [{ status, ...lengths, score, selectionLoss, curve }];
  return { ...common, status, folds, score, selectionLoss };
}

async function run(journal: Journal, segments: readonly SegmentOrder[], round: number) {
  await journal.issue({ schema: 'study-round/1', round, closing: false, segments: [...segments] });
  segments.forEach((order) => journal.note(resultOf(order)));
}

async function replay(recorded: readonly Trial[]): Promise<Journal> {
  const journal = await Journal.open(memoryStore(), 'training');
  for (;;) {
    const round = replayRound(recorded, journal);
    if (round === undefined) return journal;
    await run(journal, round.segments, round.round);
  }
}

it('repeats a trial that started from one which was lost later, and the loss is told again', async () => {
  const journal = await Journal.open(memoryStore(), 'training');
  for (const [index, order] of searched.entries()) await run(journal, [order], index + 1);
  const trials = describeTrials(study, journal);
  expect(trials).toMatchObject([
    {
      number: 1,
      status: 'diverged',
      error: 'not a number',
      epochs: 3,
      segments: [3],
      ofEpochs: 10,
    },
    { number: 2, status: 'done', startFrom: 1, startSegment: 1, segments: [10] },
  ]);
  expect(trials[0]).not.toHaveProperty('score');
  expect(() => checkReplay({ run: 'run-1', trials }, {})).not.toThrow();
  const again = await replay(trials);
  expect(describeTrials(study, again, trials)).toEqual(trials);
  expect(bestResult(journal.trials)).toMatchObject({ trial: 2 });
  expect(bestResult(again.trials, trials)).toMatchObject({ trial: 2 });
});

it('leaves out what started from a lost trial whose segments a receipt does not tell', async () => {
  const lost: Trial = { number: 1, knobs: {}, status: 'diverged', epochs: 3 };
  const whole = { knobs: {}, status: 'done', epochs: 10, segments: [10], ofEpochs: 10 } as const;
  const trials: Trial[] = [
    lost,
    { ...whole, segments: [10], number: 2, startFrom: 1 },
    { ...whole, segments: [10], number: 3 },
  ];
  const told = describeTrials(study, await replay(trials), trials);
  expect(told.map(({ number }) => number)).toEqual([1, 3]);
});
