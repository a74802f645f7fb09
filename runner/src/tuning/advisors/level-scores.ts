/**
 * Scores with mean 0 and deviation 1, very bad ones raised first: how bad a failure is says little,
 * and would hide the differences among the good.
 */
export function levelScores(scores: readonly number[]): number[] {
  const sorted = [...scores].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const best = sorted.at(-1)!;
  const floor = median - 2 * (best - median);
  const raised = best === median ? [...scores] : scores.map((score) => Math.max(floor, score));
  const mean = raised.reduce((sum, score) => sum + score, 0) / raised.length;
  const variance = raised.reduce((sum, score) => sum + (score - mean) ** 2, 0) / raised.length;
  const deviation = Math.sqrt(variance);
  return raised.map((score) => (deviation > 0 ? (score - mean) / deviation : 0));
}
