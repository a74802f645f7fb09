/**
 * Searches five standard functions and two replayed tuning tasks, and writes curves and tables to
 * `results/tuning.{svg,md}`. Fails when `bayesian` is not better than `random` everywhere, is below
 * Optuna by more than noise, or when halving loses score or saves too few epochs.
 *
 *     npm run bench:tuning [seeds]      ORANGERY_PYTHON names a Python with Optuna
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareAdvisors, type Comparison } from './tuning/compare-advisors.ts';
import { compareStopping, type StoppingResult } from './tuning/compare-stopping.ts';
import { drawCurves } from './tuning/draw-curves.ts';
import { startOptuna, type Optuna } from './tuning/optuna.ts';
import { readTask, type ReplayedTask } from './tuning/replayed-task.ts';
import { renderTuning, type NamedStopping } from './tuning/render-tuning.ts';
import { standardFunctions, type Objective } from './tuning/standard-functions.ts';
import { deviationOf, isNotBelow, meanOf } from './tuning/statistics.ts';
import { tuningTasks } from './tuning/tuning-tasks.ts';

const mostEpochs = 1 / 3;
const results = join(import.meta.dirname, 'results');
const seeds = Number(process.argv[2] ?? 20);
const optuna = startOptuna(process.env.ORANGERY_PYTHON ?? 'python3');
if (optuna === undefined) process.stderr.write('Python with Optuna is not here: left out\n');
try {
  process.exitCode = await bench(optuna);
} finally {
  optuna?.close();
}

async function bench(optuna: Optuna | undefined): Promise<number> {
  const tasks = await Promise.all(tuningTasks.map(({ name, space }) => readTask(name, space)));
  const objectives = [...standardFunctions, ...tasks.map(objectiveOf)];
  const comparisons: Comparison[] = [];
  for (const objective of objectives) {
    comparisons.push(await compareAdvisors(objective, seeds, optuna));
    process.stderr.write(`${objective.title}\n`);
  }
  const stopping = tasks.map((task, index) => ({
    title: tuningTasks[index]!.title,
    results: compareStopping(task, seeds),
  }));
  const problems = [...comparisons.flatMap(checkAdvisors), ...stopping.flatMap(checkStopping)];
  const facts = { comparisons, stopping, seeds, optuna: optuna?.version, tasks };
  await writeFile(join(results, 'tuning.md'), renderTuning(facts));
  await writeFile(join(results, 'tuning.svg'), drawCurves(comparisons));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

function objectiveOf(task: ReplayedTask, index: number): Objective {
  return {
    title: tuningTasks[index]!.title,
    space: task.space,
    score: (knobs) => Math.max(...task.nearest(knobs).scores),
    scale: 'linear',
  };
}

function checkAdvisors({ objective, curves }: Comparison): string[] {
  const ends = (name: string): number[] | undefined =>
    curves.find((curve) => curve.name === name)?.bySeed.map((curve) => curve.at(-1)!);
  const [ours, random, theirs] = [ends('bayesian')!, ends('random')!, ends('Optuna TPE')];
  return [
    ...(meanOf(ours) > meanOf(random) ? [] : [`${objective.title}: not better than random`]),
    ...(theirs === undefined || isNotBelow(ours, theirs)
      ? []
      : [`${objective.title}: below Optuna by more than noise`]),
  ];
}

function checkStopping({ title, results }: NamedStopping): string[] {
  const full = results.find(({ name }) => name === 'none')!;
  const least = meanOf(full.scores) - deviationOf(full.scores);
  return results
    .filter(({ name }) => name.startsWith('halving'))
    .flatMap((result: StoppingResult) => [
      ...(meanOf(result.scores) >= least ? [] : [`${title}: ${result.name} loses score`]),
      ...(meanOf(result.epochs) <= mostEpochs * meanOf(full.epochs)
        ? []
        : [`${title}: ${result.name} takes more than a third of the epochs`]),
    ]);
}
