import type { Rule } from './workflow-file.ts';

const [hostedMinutes, ownersMinutes] = [60, 24 * 60];

/** Every job has an end: an hour where GitHub pays, a day on the owner's machines. */
export const timeLimits: Rule = (file) =>
  file.jobs.flatMap(({ pointer, job }) => {
    const most = typeof job['runs-on'] === 'string' ? hostedMinutes : ownersMinutes;
    const minutes = job['timeout-minutes'];
    const isGood = typeof minutes === 'number' && minutes > 0 && minutes <= most;
    const message = `expected timeout-minutes of at most ${most}, found ${String(minutes)}`;
    return isGood ? [] : [file.say(`${pointer}/timeout-minutes`, message)];
  });
