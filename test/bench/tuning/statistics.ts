export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

/** Whether the mean of `a` is above that of `b`, or below by no more than two standard errors. */
export function isNotBelow(a: readonly number[], b: readonly number[]): boolean {
  const error = Math.sqrt(deviationOf(a) ** 2 / a.length + deviationOf(b) ** 2 / b.length);
  return meanOf(a) >= meanOf(b) - 2 * error;
}
