/**
 * What `orangery train --check` says beside what the training then takes, over the project's own runs,
 * as a table in `results/predicted-minutes.md`. Fails when the median error is above the limit.
 *
 *     ORANGERY_TEST_DATA=<folder> node test/bench/predicted-minutes.ts
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecord, type Receipt, type TrainingCheck } from '@orangery/schemas';
import { orangery, root } from '../helpers/orangery.ts';

interface Run {
  readonly module: string;
  /** From the repository, or by name from the folder of real data. */
  readonly data: string;
  readonly options?: readonly string[];
}

interface Measured {
  readonly run: Run;
  readonly check: TrainingCheck;
  readonly receipt: Receipt;
}

const mostError = 0.25;
const results = join(import.meta.dirname, 'results', 'predicted-minutes.md');
const seeds = 'modules/seed-classifier/sample/seeds.csv';
const leaves = 'modules/leaf-classifier/sample/leaves.zip';
const [table, image] = ['tabular-classifier', 'image-classifier'];
const species = ['--target', 'species'];
const runs: readonly Run[] = [
  { module: table, data: seeds },
  { module: table, data: seeds, options: ['--trials', '3'] },
  { module: table, data: 'penguins.csv', options: species },
  { module: table, data: 'penguins.csv', options: [...species, '--trials', '3'] },
  { module: table, data: 'wheat-seeds.csv' },
  { module: table, data: 'wheat-seeds.csv', options: ['--trials', '3'] },
  { module: image, data: 'mnist-train-singa.zip', options: ['--trials', '3'] },
  { module: image, data: 'mnist-train-singa.zip', options: ['--trials', '5'] },
  { module: image, data: 'sign-digits.zip', options: ['--trials', '1'] },
  { module: image, data: leaves, options: ['--trials', '1'] },
  { module: image, data: leaves, options: ['--trials', '2', '--hours', '0.03'] },
  { module: image, data: 'sign-digits.zip', options: ['--trials', '3'] },
];

const folder = await mkdtemp(join(tmpdir(), 'orangery-predicted-'));
const measured: Measured[] = [];
try {
  for (const run of runs) {
    const link = findData(run.data);
    if (link === undefined) {
      process.stderr.write(`${run.data} is not there: its runs are left out\n`);
      continue;
    }
    const found = await measure(run, link);
    measured.push(found);
    process.stderr.write(`${cells(found).join('  ')}\n`);
    // what is measured stands, even if a later run is stopped
    await writeFile(results, report(measured));
  }
} finally {
  await rm(folder, { recursive: true });
}
process.stdout.write(report(measured));
if (!(medianError(measured) <= mostError)) process.exitCode = 1;

function findData(name: string): string | undefined {
  const places = [join(root, name), join(process.env.ORANGERY_TEST_DATA ?? root, name)];
  return places.find((path) => existsSync(path));
}

async function measure(run: Run, link: string): Promise<Measured> {
  const args = ['train', run.module, '--dataset', link, ...(run.options ?? []), '--json'];
  const state = join(folder, `state-${measured.length}`);
  const env = { ORANGERY_CACHE: join(folder, 'cache'), ORANGERY_STATE: state };
  const checked = await orangery([...args, '--check'], { env });
  if (checked.code !== 0) throw new Error(checked.stderr);
  const out = join(folder, `out-${measured.length}`);
  const trained = await orangery([...args, '--out', out], { env });
  if (trained.code !== 0) throw new Error(trained.stderr);
  return {
    run,
    check: parseRecord('trainingCheck', checked.record, `check of ${run.data}`),
    receipt: parseRecord('receipt', trained.record, `training on ${run.data}`),
  };
}

function errorOf({ check, receipt }: Measured): number {
  const actual = receipt.observed.seconds / 60;
  return Math.abs(check.prediction!.minutes.expected - actual) / actual;
}

function medianError(list: readonly Measured[]): number {
  const errors = list.map(errorOf).sort((a, b) => a - b);
  const middle = errors.slice(
    Math.floor((errors.length - 1) / 2),
    Math.floor(errors.length / 2) + 1,
  );
  return middle.reduce((sum, error) => sum + error, 0) / middle.length;
}

function cells(found: Measured): string[] {
  const { run, check, receipt } = found;
  const { minutes, trials } = check.prediction!;
  const { seconds, budgetReached } = receipt.observed;
  const range = (values: { lower: number; upper: number }, digits: number): string =>
    `${values.lower.toFixed(digits)}–${values.upper.toFixed(digits)}`;
  const name = run.data.split('/').at(-1)!;
  return [
    [name, ...(run.options ?? [])].join(' '),
    `${minutes.expected.toFixed(2)} (${range(minutes, 2)})`,
    (seconds / 60).toFixed(2),
    `${(100 * errorOf(found)).toFixed(0)} %`,
    `${trials.expected} (${range(trials, 0)})`,
    `${receipt.trials.length}`,
    budgetReached === 'TIME_HOURS' ? 'time' : 'trials',
    `${check.odds!.score.toFixed(3)}`,
    receipt.trials[receipt.best - 1]!.score!.toFixed(3),
    `${(check.costs!.probeSeconds / 60).toFixed(2)}`,
  ];
}

function report(list: readonly Measured[]): string {
  const head = [
    ...['run', 'predicted min', 'actual min', 'error', 'predicted trials', 'actual trials'],
    ...['ended by', 'probed score', 'best score', 'probe min'],
  ];
  const rows = [head, head.map(() => '---'), ...list.map(cells)];
  const byTrials = list.filter(
    ({ receipt }) => receipt.observed.budgetReached === 'MODEL_TRIAL_COUNT',
  );
  const within = list.filter(({ check, receipt }) => {
    const { lower, upper } = check.prediction!.minutes;
    const actual = receipt.observed.seconds / 60;
    return actual >= lower && actual <= upper;
  });
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return (
    [
      '# Predicted minutes beside actual ones',
      `Each row: \`orangery train … --check\`, then the same without \`--check\`, on ${cpus().length} × ${cpus()[0]!.model}. Load average at the end: ${loadavg()[1]!.toFixed(1)}. Scores are on the selection data.`,
      '```sh\nORANGERY_TEST_DATA=<folder of real data> node test/bench/predicted-minutes.ts\n```',
      rows.map((row) => `| ${row.join(' | ')} |`).join('\n'),
      `Median absolute error of the minutes: **${percent(medianError(list))}** over ${list.length} runs; over the ${byTrials.length} that the number of trials ended, not the time: ${percent(medianError(byTrials))}. Within the predicted range: ${within.length} of ${list.length}.`,
    ].join('\n\n') + '\n'
  );
}
