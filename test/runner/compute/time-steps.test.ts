import { expect, it } from 'vitest';
import { timeSteps } from '../../../runner/src/compute/time-steps.ts';

/** A clock that a probe moves on; its steps take the given milliseconds, the last one again and again. */
function clockedProbe(durations: readonly number[]) {
  let nowMs = 1000;
  let steps = 0;
  const probe = async (isEnough: () => boolean): Promise<void> => {
    do {
      nowMs += durations[Math.min(steps, durations.length - 1)]!;
      steps += 1;
    } while (!isEnough());
  };
  return { now: () => nowMs, probe, pass: (ms: number) => void (nowMs += ms) };
}

it('leaves the first step out, which prepares and compiles', async () => {
  const { now, probe } = clockedProbe([900, 10]);
  const timing = await timeSteps(probe, { now, limitMs: 1500, mostSteps: 5 });
  expect(timing).toEqual({ stepMs: 10, steps: 5 });
});

it('takes the median, as a machine is disturbed now and then', async () => {
  const { now, probe } = clockedProbe([5, 10, 300, 11, 12, 10]);
  const timing = await timeSteps(probe, { now, limitMs: 1500, mostSteps: 6 });
  expect(timing).toEqual({ stepMs: 11, steps: 6 });
});

it('ends when its time is over', async () => {
  const { now, probe } = clockedProbe([400]);
  expect(await timeSteps(probe, { now, limitMs: 1000, mostSteps: 100 })).toEqual({
    stepMs: 400,
    steps: 4,
  });
});

it('takes the first step where there is no other', async () => {
  const { now, probe } = clockedProbe([700]);
  const timing = await timeSteps(probe, { now, limitMs: 0, mostSteps: 9 });
  expect(timing).toEqual({ stepMs: 700, steps: 1 });
});

it('times a probe that never asks as one step', async () => {
  const { now, pass } = clockedProbe([1]);
  const timing = await timeSteps(async () => pass(250), { now, limitMs: 1000, mostSteps: 9 });
  expect(timing).toEqual({ stepMs: 250, steps: 1 });
});
