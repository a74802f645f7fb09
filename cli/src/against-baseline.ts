import type { Baseline, Intervals, Metrics } from '@orangery/schemas';
import { figure } from './measures.ts';
import type { Terminal } from './terminal.ts';

/**
 * Whether the score is better than the trivial baseline's, and surely so.
 * @param scoreName metric that decides; the first when absent
 */
export function againstBaseline(
  { colors }: Pick<Terminal, 'colors'>,
  measured: { metrics: Metrics; intervals: Intervals; baseline: Baseline },
  scoreName?: string,
): string {
  const { metrics, intervals, baseline } = measured;
  const name = scoreName ?? Object.keys(metrics)[0]!;
  const score = metrics[name] ?? 0;
  const trivial = baseline.metrics[name];
  if (trivial === undefined) return `There is no ${name} of a trivial model to compare with.`;
  const { lower = score, upper = score } = intervals[name] ?? {};
  const range = lower < upper ? `, 95 % interval ${figure(lower)} – ${figure(upper)}` : '';
  const figures = `${name} ${figure(score)}${range}, against ${figure(trivial)}`;
  if (score <= trivial) {
    return `${colors.red('✗')} Not better than the ${baseline.name}: ${figures}`;
  }
  if (lower <= trivial) {
    return `${colors.yellow('!')} Not surely better than the ${baseline.name}: ${figures}`;
  }
  return `${colors.green('✓')} Better than the ${baseline.name}: ${figures}`;
}
