import { expect, it } from 'vitest';
import { runSeeds, seedsToRun } from '../../helpers/github/sequences/run-seeds.ts';

it('keeps every promise in 10,000 random sequences of events', async () => {
  const found = await runSeeds(seedsToRun(10_000));
  expect(found ?? 'nothing went wrong').toBe('nothing went wrong');
});
