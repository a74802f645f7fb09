import { describe, expect, it } from 'vitest';
import { authoriseBy, clauses } from '../../../../actions/access/authorise.ts';
import { counterExamples } from '../../../helpers/github/sequences/counter-examples.ts';
import { closeCalls, onceWrong } from '../../../helpers/github/sequences/once-wrong.ts';
import { runSeeds, seedsToRun } from '../../../helpers/github/sequences/run-seeds.ts';
import { playSequence, runSequence } from '../../../helpers/github/sequences/run-sequence.ts';
import { sequenceOf } from '../../../helpers/github/sequences/sequence-of.ts';

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

  it('has an example for every clause', () => {
    expect(names.sort()).toEqual(Object.keys(clauses).sort());
  });

  it('the random sequences go wrong too', async () => {
    const { role, ...others } = clauses;
    expect(role).toBeDefined();
    const found = await runSeeds({ from: 1, count: 50 }, authoriseBy(others));
    expect(found).toMatch(/^ORANGERY_SEQUENCE_SEED=\d+ runs it again/);
  });
});

const directed = { ...onceWrong, ...closeCalls };

it.each(Object.keys(directed))('%s', async (name) => {
  expect(await runSequence(directed[name]!)).toEqual([]);
});

it('gets to merges and to the machines, where something could go wrong', async () => {
  let [merges, dispatches] = [0, 0];
  for (let seed = 1; seed <= 50; seed += 1) {
    const { garden } = await playSequence(sequenceOf(seed));
    merges += garden.catalogue.merges.length;
    dispatches += garden.runner.dispatches.length;
  }
  expect(merges).toBeGreaterThan(20);
  expect(dispatches).toBeGreaterThan(20);
});

describe('whichever request fails, what is refused stays so:', () => {
  const refused = Object.entries(counterExamples).flatMap(([name, events]) => {
    const last = events.at(-1);
    return last?.kind === 'say' ? [[name, events.slice(0, -1), last] as const] : [];
  });

  it.each(refused)('%s', async (_, before, last) => {
    for (let at = 1; at <= 30; at += 1) {
      const trouble = { at, kind: 'fails' } as const;
      expect(await runSequence([...before, { ...last, trouble }])).toEqual([]);
    }
  });
});
