import { afterEach, expect, it } from 'vitest';
import { ask, knownAnswers } from '../../helpers/known-answers.ts';
import { serve, stopServed } from './served.ts';

afterEach(stopServed);

it.runIf(process.platform === 'linux')('goes on when its log file’s disk is full', async () => {
  const folder = 'modules/seed-classifier';
  const served = await serve(folder, '--log-file', '/dev/full', '--log-level', 'info');
  const known = (await knownAnswers()).filter(({ model }) => model === 'seed-classifier');
  for (let times = 0; times < 20; times += 1) {
    expect(await ask(served.address, known[0]!)).toMatchObject({ status: 200, isRight: true });
  }
  const told = served.log.filter((line) => line.includes('--log-file'));
  expect(told).toEqual([expect.stringContaining('ENOSPC') as string]);
  expect(await served.stop('SIGTERM')).toBe(0);
});
