import type { Baseline, Comparison, HorizonMetrics, Metrics } from '@orangery/schemas';
import { scoredTasks, type ScoredTask } from './tasks.ts';

/** What is kept of one training. */
export interface Run {
  readonly task: string;
  readonly seed: number;
  readonly metrics: Metrics;
  readonly baseline: Baseline;
  readonly comparisons: readonly Comparison[];
  readonly perHorizon: readonly HorizonMetrics[];
  readonly trials: number;
  readonly seconds: number;
  readonly budgetReached: string;
  /** Held-out examples. */
  readonly test: number;
}

/** The runs as a page of Markdown: mean ± standard deviation over seeds. */
export function scoresTable(runs: readonly Run[]): string {
  const rows = scoredTasks
    .map((task) => ({ task, of: runs.filter(({ task: name }) => name === task.name) }))
    .filter(({ of }) => of.length > 0);
  return [
    '# What trainings reach on real data',
    '',
    '`ORANGERY_TEST_DATA=<folder> node test/bench/scores.ts [task…]`: default budget (10 trials or 0.08 hours), wasm, 2 cores, seeds 0, 1 and 2;',
    'each seed holds out another fifth. Mean ± standard deviation over seeds.',
    '',
    '| task | held out | reached | at least | trivial | trials | seconds |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(({ task, of }) => taskRow(task, of)),
    '',
    ...rows.flatMap(({ task, of }) => comparisonsOf(task, of)),
  ].join('\n');
}

function taskRow(task: ScoredTask, runs: readonly Run[]): string {
  const reached = task.metrics.map(
    (name) => `${name} ${spread(runs, ({ metrics }) => metrics[name])}`,
  );
  const [first] = task.metrics;
  const trivial = spread(runs, ({ baseline }) => baseline.metrics[first!]);
  const cells = [
    task.name,
    runs.map(({ test }) => test).join(', '),
    reached.join('; '),
    String(task.atLeast ?? ''),
    `${first} ${trivial} (${runs[0]!.baseline.name})`,
    runs.map(({ trials }) => trials).join(', '),
    runs.map(({ seconds }) => seconds.toFixed(0)).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function comparisonsOf(task: ScoredTask, runs: readonly Run[]): string[] {
  const names = runs[0]!.comparisons.map(({ name }) => name);
  const horizons = runs[0]!.perHorizon.map(({ horizon }) => horizon);
  if (names.length === 0 && horizons.length === 0) return [];
  const [first] = task.metrics;
  return [
    `## ${task.name}`,
    '',
    '| beside it | ' + `${first} |`,
    '| --- | --- |',
    ...names.map((name) => {
      const of = ({ comparisons }: Run) => comparisons.find((one) => one.name === name)?.metrics;
      return `| ${name} | ${spread(runs, (run) => of(run)?.[first!])} |`;
    }),
    ...horizons.map((horizon) => {
      const of = ({ perHorizon }: Run) =>
        perHorizon.find((one) => one.horizon === horizon)?.metrics;
      return `| ours, ${horizon} ahead | ${spread(runs, (run) => of(run)?.[first!])} |`;
    }),
    '',
  ];
}

function spread(runs: readonly Run[], valueOf: (run: Run) => number | undefined): string {
  const values = runs.map(valueOf).filter((value) => value !== undefined);
  if (values.length === 0) return '–';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
}
