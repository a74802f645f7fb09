import { describe, expect, it } from 'vitest';
import { authoriseBy, clauses } from '../../../../actions/access/authorise.ts';
import { counterExamples, unreached } from '../../../helpers/github/sequences/counter-examples.ts';
import { onceWrong } from '../../../helpers/github/sequences/once-wrong.ts';
import { runSeeds, seedsToRun } from '../../../helpers/github/sequences/run-seeds.ts';
import { runSequence } from '../../../helpers/github/sequences/run-sequence.ts';

// all 10,000 take more than a minute: test/real/github/sequences.test.ts
const seeds = seedsToRun(1000);

it('keeps every promise in random sequences of events', async () => {
  expect((await runSeeds(seeds)) ?? 'nothing went wrong').toBe('nothing went wrong');
});

describe('without the clause', () => {
  const names = Object.keys(counterExamples);

  it.each(names)('%s of authorise a sequence goes wrong', async (name) => {
    expect(await runSequence(counterExamples[name]!)).toEqual([]);
    const others = Object.entries(clauses).filter(([other]) => other !== name);
    const judge = authoriseBy(Object.fromEntries(others));
    expect(await runSequence(counterExamples[name]!, judge)).not.toEqual([]);
  });

  it('has an example for every clause, or a reason why there is none', () => {
    expect([...names, ...Object.keys(unreached)].sort()).toEqual(Object.keys(clauses).sort());
  });

  it('the random sequences go wrong too', async () => {
    const { role, ...others } = clauses;
    expect(role).toBeDefined();
    const found = await runSeeds({ from: 1, count: 50 }, authoriseBy(others));
    expect(found).toMatch(/^ORANGERY_SEQUENCE_SEED=\d+ runs it again/);
  });
});

it.each(Object.keys(onceWrong))('%s', async (name) => {
  expect(await runSequence(onceWrong[name]!)).toEqual([]);
});
