import type { Budget } from '@orangery/schemas';

/** What a training may use when nobody says otherwise. */
export const defaultBudget: Required<Budget> = {
  MODEL_TRIAL_COUNT: 10,
  TIME_HOURS: 0.08,
  GPU_COUNT: 0,
};

/** Share of the time kept back for measuring and saving what was found. */
const reserve = 0.03;

/** Watches the clock of one training. */
export interface Clock {
  readonly startedAt: number;
  /** Of this sitting and those before it. */
  secondsUsed(): number;
  secondsLeft(): number;
  /** Until fitting must stop so that the result is ready in time; below 0 when it should have. */
  fittingSecondsLeft(): number;
}

/** How long fitting may take in all, so that the result is ready in time. */
export function fittingSeconds({ TIME_HOURS }: Required<Budget>): number {
  return TIME_HOURS * 3600 * (1 - reserve);
}

/**
 * @param now milliseconds since 1970
 * @param usedBefore seconds that an interrupted run used
 */
export function startClock(
  budget: Required<Budget>,
  now: () => number,
  usedBefore: () => number = () => 0,
): Clock {
  const startedAt = now();
  const secondsUsed = (): number => usedBefore() + (now() - startedAt) / 1000;
  return {
    startedAt,
    secondsUsed,
    secondsLeft: () => Math.max(0, budget.TIME_HOURS * 3600 - secondsUsed()),
    fittingSecondsLeft: () => fittingSeconds(budget) - secondsUsed(),
  };
}

/** The clock of a search that somebody ended: its time is up, however much was allowed. */
export function stopped(clock: Clock): Clock {
  return { ...clock, secondsLeft: () => 0, fittingSecondsLeft: () => 0 };
}
