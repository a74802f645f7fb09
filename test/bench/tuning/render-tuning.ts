import { cpus } from 'node:os';
import type { Comparison, Curves } from './compare-advisors.ts';
import type { StoppingResult } from './compare-stopping.ts';
import type { ReplayedTask } from './replayed-task.ts';
import { deviationOf, meanOf } from './statistics.ts';
import { tuningTasks } from './tuning-tasks.ts';

export interface NamedStopping {
  readonly title: string;
  readonly results: readonly StoppingResult[];
}

export interface TuningFacts {
  readonly comparisons: readonly Comparison[];
  readonly stopping: readonly NamedStopping[];
  readonly tasks: readonly ReplayedTask[];
  readonly seeds: number;
  /** Version, where it was here. */
  readonly optuna: string | undefined;
}

/** What the benchmark found, as Markdown. */
export function renderTuning(facts: TuningFacts): string {
  const { comparisons, stopping, seeds, optuna } = facts;
  const names = comparisons[0]!.curves.map(({ name }) => name);
  const peer =
    optuna === undefined
      ? 'Python with Optuna was not here.'
      : `Optuna ${optuna}, its TPE sampler as it comes, started from the same first trial.`;
  return `# Searching

Written by \`npm run bench:tuning\` (with \`ORANGERY_PYTHON=<python with optuna>\`) on ${cpus()[0]!.model}. ${peer}

![Best result so far by trial](tuning.svg)

## Advisors

The best of 30 trials, mean ± standard deviation over ${seeds} seeds; trials one after another, the first one drawn at random and the
same for all. Of functions the difference to the best there is (lower is better), of the two tasks the score (higher is better).

${table([['', ...names], ...comparisons.map((comparison) => advisorRow(comparison))])}

## Stopping bad trials

30 trials by \`bayesian\`, three at a time, ${seeds} seeds: the best score, and the epochs of all trials beside those of searching without
stopping.

${stopping.map(renderStopping).join('\n')}
## The tasks

${table([['task', 'recipe', 'data', 'configurations', 'best score', 'median'], ...facts.tasks.map(taskRow)])}

Each row of a table in \`tuning/tables/\` is a configuration drawn at random from a space wider than the recipe's own, trained once with the
scores of its epochs on held-out rows; \`test/bench/tuning/make-tables.ts\` made them. A search asks for knobs and is answered by the
nearest configuration, so differences between neighbours are steps, and the best scores are partly luck.
`;
}

function advisorRow({ objective, curves }: Comparison): string[] {
  const { best } = objective;
  const ends = ({ bySeed }: Curves): number[] =>
    bySeed.map((curve) => (best === undefined ? curve.at(-1)! : best - curve.at(-1)!));
  return [objective.title, ...curves.map((curve) => spread(ends(curve)))];
}

function renderStopping({ title, results }: NamedStopping): string {
  const full = meanOf(results[0]!.epochs);
  const rows = results.map(({ name, scores, epochs }) => [
    name,
    spread(scores),
    meanOf(epochs).toFixed(0),
    `${((100 * meanOf(epochs)) / full).toFixed(0)} %`,
  ]);
  return `### ${title}\n\n${table([['stopping', 'best score', 'epochs', 'share'], ...rows])}\n`;
}

function taskRow({ configurations }: ReplayedTask, index: number): string[] {
  const { title, recipe, data } = tuningTasks[index]!;
  const scores = configurations
    .map((configuration) => Math.max(...configuration.scores))
    .sort((a, b) => a - b);
  const middle = scores[Math.floor(scores.length / 2)]!;
  const [best, median] = [scores.at(-1)!.toFixed(3), middle.toFixed(3)];
  return [title, recipe.name, `\`${data}\``, String(scores.length), best, median];
}

function spread(values: readonly number[]): string {
  const digits = Math.max(...values.map(Math.abs)) < 1.5 ? 4 : 2;
  return `${meanOf(values).toFixed(digits)} ± ${deviationOf(values).toFixed(digits)}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(widths.map((count) => '-'.repeat(count))), ...body.map(line)].join(
    '\n',
  );
}
