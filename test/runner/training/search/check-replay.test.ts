import { describe, expect, it } from 'vitest';
import { toFailure, type Knobs, type Trial, type TrialResult } from '@orangery/schemas';
import { checkJournal, checkReplay } from '../../../../runner/src/training/search/check-replay.ts';

import type { JournalEntry } from '../../../../runner/src/training/search/journal.ts';

const space: Knobs = {
  family: { type: 'categorical', values: ['linear', 'mlp'] },
  epochs: { type: 'integer', min: 1, max: 40 },
  batchSize: { type: 'categorical', values: [8, 16] },
};
const trial: Trial = {
  number: 1,
  knobs: { family: 'mlp', epochs: 10, batchSize: 16 },
  status: 'done',
  epochs: 10,
  segments: [3, 10],
  ofEpochs: 10,
};
const second: Trial = { ...trial, number: 2, startFrom: 1, startSegment: 2, batchSize: 8 };
const lost: Trial = { number: 3, knobs: { family: 'mlp' }, status: 'failed', epochs: 0 };

describe('a receipt to run again', () => {
  it('is taken as it was written, with trials that started from others or gave no weights', () => {
    expect(() => checkReplay({ run: 'run-1', trials: [trial, second, lost] }, space)).not.toThrow();
  });

  it('is taken where a trial started from one that was lost later, and told no segments', () => {
    const start: Trial = { ...lost, number: 1, status: 'diverged', epochs: 3 };
    const other: Trial = { ...trial, number: 3 };
    const receipt = { run: 'run-1', trials: [start, second, other] };
    expect(() => checkReplay(receipt, space)).not.toThrow();
  });

  it.each<[string, readonly Trial[], string]>([
    [
      'whose trial starts from one that there is not',
      [trial, { ...second, number: 9, startFrom: 8 }],
      'trial 9: expected to start from the weights of an earlier trial, found segment 2 of trial 8',
    ],
    [
      'none of whose trials has weights',
      [lost],
      'expected a trial with weights to run again, found none',
    ],
    [
      'of one trial twice',
      [trial, trial],
      'expected each trial once, found 1 of a number that is taken',
    ],
    [
      'whose trial starts from itself',
      [trial, { ...second, startFrom: 2 }],
      'trial 2: expected to start from the weights of an earlier trial, found segment 2 of trial 2',
    ],
    [
      'whose trial starts from weights that there never were',
      [trial, { ...second, startSegment: 3 }],
      'trial 2: expected to start from the weights of an earlier trial, found segment 3 of trial 1',
    ],
    [
      'that would run for days',
      [{ ...trial, knobs: { ...trial.knobs, epochs: 1e12 } }],
      'trial 1: knob epochs: expected a whole number of 1 … 40, found 1000000000000',
    ],
    [
      'that would use up the memory',
      [{ ...trial, batchSize: 1e12 }],
      'trial 1: expected a batch of at most 16, found 1000000000000',
    ],
    [
      'of a knob that there is not',
      [{ ...trial, knobs: { constructor: 1 } }],
      'trial 1: knob constructor: expected a knob of the recipe, found none of this name',
    ],
    [
      'of a value by a name that every object has',
      [{ ...trial, knobs: { family: 'constructor' } }],
      'trial 1: knob family: expected one of "linear", "mlp", found "constructor"',
    ],
  ])('is refused: %s', (_, trials, problem) => {
    expect(failureOf(trials).message).toBe(`The receipt of run-1: ${problem}`);
  });

  it('is told by its first problems where it has thousands', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      ...second,
      number: index + 1,
      startSegment: 9,
    }));
    expect(failureOf(many).message.split('\n')).toHaveLength(10);
  });
});

describe('a folder that machines share', () => {
  const order = { trial: 4, segment: 1, knobs: { family: 'mlp', batchSize: 16 }, until: 1 };
  const result: TrialResult = {
    ...{ schema: 'trial-result/1', trial: 4, segment: 1, status: 'done', folds: [], seconds: 1 },
    order: 'a'.repeat(64),
  };
  const check = (entry: JournalEntry) => (): void =>
    checkJournal('work', { trials: [{ number: 4, entries: [entry] }] }, space);

  it('is taken with segments and results of a search', () => {
    expect(check({ order, result: undefined })).not.toThrow();
    expect(check({ order, result: { ...result, batchSize: 8 } })).not.toThrow();
  });

  it.each([
    ['still to be run', undefined],
    ['that was run', result],
  ])('is refused with a segment %s that would run for days', (_, ran) => {
    expect(check({ order: { ...order, knobs: { epochs: 1e12 } }, result: ran })).toThrow(
      'work/rounds: trial 4: knob epochs: expected a whole number of 1 … 40, found 1000000000000',
    );
  });

  it('is refused with a result that would use up the memory in the last fit', () => {
    expect(check({ order, result: { ...result, batchSize: 1e12 } })).toThrow(
      'work/trials: trial 4: expected a batch of at most 16, found 1000000000000',
    );
  });
});

function failureOf(trials: readonly Trial[]) {
  try {
    checkReplay({ run: 'run-1', trials }, space);
  } catch (error) {
    return toFailure(error);
  }
  return expect.fail('the receipt was taken');
}
