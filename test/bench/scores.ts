import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord } from '@orangery/schemas';
import { format, resolveConfig } from 'prettier';
import { scoredTasks, type ScoredTask } from './scores/tasks.ts';
import { scoresTable, type Run } from './scores/table.ts';

/**
 * What trainings with the default budget reach on real data, three seeds each; the runs are kept in
 * results/scores.json, and results/scores.md shows all of them.
 */
const seeds = [11, 12, 13];
const results = join(import.meta.dirname, 'results');
const runsFile = join(results, 'scores.json');
const root = join(import.meta.dirname, '..', '..');

const data = process.env['ORANGERY_TEST_DATA'];
if (data === undefined) {
  process.stderr.write('ORANGERY_TEST_DATA must name the folder of the real data sets.\n');
  process.exit(2);
}
const named = process.argv.slice(2);
const tasks = scoredTasks.filter(({ name }) => named.length === 0 || named.includes(name));
const runs = new Map<string, Run>();
for (const run of JSON.parse(await readFile(runsFile, 'utf8').catch(() => '[]')) as Run[]) {
  runs.set(`${run.task} ${run.seed}`, run);
}
for (const task of tasks) {
  for (const seed of seeds) {
    const run = await trainOnce(task, seed, data);
    runs.set(`${task.name} ${seed}`, run);
    process.stdout.write(`${JSON.stringify(run)}\n`);
    await write(runsFile, JSON.stringify([...runs.values()]));
  }
}
await write(join(results, 'scores.md'), scoresTable([...runs.values()]));

/** As the other files of the project are formatted. */
async function write(file: string, text: string): Promise<void> {
  const options = await resolveConfig(file);
  await writeFile(file, await format(text, { ...options, filepath: file }));
}

async function trainOnce(task: ScoredTask, seed: number, folder: string): Promise<Run> {
  const out = await mkdtemp(join(tmpdir(), 'orangery-scores-'));
  try {
    const words = ['train', task.module, '--dataset', join(folder, task.data)];
    const options = ['--seed', String(seed), '--out', join(out, 'child'), '--backend', 'wasm'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'cli/bin/orangery.mjs'), ...words, ...(task.args ?? []), ...options, '--json'],
      { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 },
    );
    if (status !== 0) throw new Error(`${task.name}, seed ${seed}: train ended with ${status}`);
    const receipt = parseRecord(
      'receipt',
      JSON.parse(stdout.trim().split('\n').at(-1)!),
      'the receipt',
    );
    const { metrics, baseline, comparisons, trials, observed, split } = receipt;
    return {
      task: task.name,
      seed,
      metrics,
      baseline,
      comparisons: comparisons ?? [],
      trials: trials.length,
      seconds: observed.seconds,
      budgetReached: observed.budgetReached ?? 'unknown',
      test: split.test,
    };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
