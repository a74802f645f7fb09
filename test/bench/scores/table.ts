import type { Baseline, Comparison, Metrics } from '@orangery/schemas';
import { scoredTasks, type ScoredTask } from './tasks.ts';

/** What is kept of one training. */
export interface Run {
  readonly task: string;
  readonly seed: number;
  readonly metrics: Metrics;
  readonly baseline: Baseline;
  readonly comparisons: readonly Comparison[];
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
    '`ORANGERY_TEST_DATA=<folder> node test/bench/scores.ts [task…]`: default budget (10 trials or 0.08 hours), wasm, 2 cores, seeds 11, 12 and 13,',
    'by which no default was chosen; each holds out another fifth, of the temperatures always the last. Mean ± standard deviation over seeds. Of the wines 15 % are copies of each other,',
    'some of which fall to training and to test alike.',
    '',
    '| task | held out | reached | wanted | trivial | trials | seconds |',
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
    String(task.bar),
    `${first} ${trivial} (${runs[0]!.baseline.name})`,
    runs.map(({ trials }) => trials).join(', '),
    runs.map(({ seconds }) => seconds.toFixed(0)).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The other models of the report, by the task's metrics. */
function comparisonsOf(task: ScoredTask, runs: readonly Run[]): string[] {
  const names = runs[0]!.comparisons.map(({ name }) => name);
  if (names.length === 0) return [];
  const row = (name: string, metricsOf: (run: Run) => Metrics | undefined): string => {
    const cells = task.metrics.map((metric) => spread(runs, (run) => metricsOf(run)?.[metric]));
    return `| ${[name, ...cells].join(' | ')} |`;
  };
  return [
    `## ${task.name}`,
    '',
    `| model | ${task.metrics.join(' | ')} |`,
    `| --- |${' --- |'.repeat(task.metrics.length)}`,
    row('the training’s best', ({ metrics }) => metrics),
    ...names.map((name) =>
      row(name, ({ comparisons }) => comparisons.find((one) => one.name === name)?.metrics),
    ),
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
