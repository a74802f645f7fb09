/**
 * Shares trials out among machines, one after the other: the first ones, which start from what is usual,
 * come first on each.
 * @returns the trials of each machine, never more machines than trials
 */
export function shareOut(trials: readonly number[], machines: number): readonly number[][] {
  const count = Math.min(machines, trials.length);
  return Array.from({ length: count }, (_, machine) => {
    return trials.filter((_trial, index) => index % count === machine);
  });
}
