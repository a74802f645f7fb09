import { expect, it } from 'vitest';
import { ConcurrencyGroups } from '../../../../../actions/local-github/executor/jobs/concurrency-groups.ts';

function member() {
  const reasons: string[] = [];
  return { reasons, cancel: (reason: string) => void reasons.push(reason) };
}

it('lets one run and one wait; who comes later takes the place of the one that waits', async () => {
  const groups = new ConcurrencyGroups();
  const [first, second, third] = [member(), member(), member()];

  expect(await groups.enter('g', first, false)).toBe(true);
  const secondTurn = groups.enter('G', second, false);
  const thirdTurn = groups.enter('g', third, false);

  expect(await secondTurn).toBe(false);
  expect(second.reasons).toEqual([
    "Canceling since a higher priority waiting request for 'g' exists",
  ]);
  expect(first.reasons).toEqual([]);
  groups.leave('g', first);
  expect(await thirdTurn).toBe(true);
});

it('ends the one that runs where the newcomer says so, and waits for its end', async () => {
  const groups = new ConcurrencyGroups();
  const [first, second] = [member(), member()];
  await groups.enter('g', first, false);

  const turn = groups.enter('g', second, true);

  expect(first.reasons).toHaveLength(1);
  groups.leave('g', first);
  expect(await turn).toBe(true);
});

it('keeps groups apart, and is free again when all have left', async () => {
  const groups = new ConcurrencyGroups();
  const one = member();

  expect(await groups.enter('a', one, false)).toBe(true);
  expect(await groups.enter('b', one, false)).toBe(true);
  groups.leave('a', one);
  expect(await groups.enter('a', member(), false)).toBe(true);
});

it('forgets one that stops waiting', async () => {
  const groups = new ConcurrencyGroups();
  const [first, second] = [member(), member()];
  await groups.enter('g', first, false);
  const turn = groups.enter('g', second, false);

  groups.leave('g', second);

  expect(await turn).toBe(false);
  groups.leave('g', first);
  expect(await groups.enter('g', member(), false)).toBe(true);
});
