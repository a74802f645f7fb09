import { expect, it } from 'vitest';
import { bestTrial } from '../../../runner/src/tuning/best-trial.ts';
import { doneTrial, pausedTrial } from './studies.ts';

it('takes the highest score, the earlier of equal ones, of trials whose weights can be used', () => {
  const failed = doneTrial({ number: 4, score: 9, status: 'diverged' });
  const trials = [
    doneTrial({ number: 1 }),
    pausedTrial(2, 1, 5),
    doneTrial({ number: 3, score: 5 }),
  ];
  expect(bestTrial([...trials, failed])?.number).toBe(2);
  expect(bestTrial([doneTrial({ number: 1 }), failed])).toBeUndefined();
});
