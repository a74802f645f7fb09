import { expect, it } from 'vitest';
import { runSeeds } from '../../../helpers/github/sequences/run-seeds.ts';

const count = Number(process.env['COUNT'] ?? 300);

it('keeps every promise in random sequences of events', async () => {
  const start = Date.now();
  const r = await runSeeds({ from: 1, count });
  console.log(Date.now() - start, 'ms');
  expect(r).toBeNull();
});
