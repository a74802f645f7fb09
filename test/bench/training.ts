import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { backendRuns, kerasRuns, measure, type Measurement } from './training/runs.ts';

/**
 * Samples a second of training and prediction, for three networks on every backend that is here and
 * in Keras where Python has it, each as a ratio to `tensorflow` in one thread; written to
 * `results/training.md`.
 */
const runs = [...(await backendRuns()), ...(await kerasRuns())];
const measurements: Measurement[] = [];
for (const run of runs) {
  process.stderr.write(`${run.title} …\n`);
  measurements.push(...(await measure(run)));
}
const reference = ['tensorflow, 1 thread', 'wasm'].find((title) =>
  measurements.some(({ run }) => run === title),
)!;
const report = describe(measurements, reference);
process.stdout.write(`${report}\n`);
await writeFile(join(import.meta.dirname, 'results/training.md'), `${report}\n`);

function describe(all: readonly Measurement[], to: string): string {
  const networks = [...new Set(all.map(({ network }) => network))];
  const libraries = [...new Map(all.map(({ run, library, gpu }) => [run, [library, gpu]]))];
  const processors = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const load = loadavg()[0]!;
  const missing = all.some(({ run }) => run.startsWith('Keras')) ? '' : ' Keras was not here.';
  return [
    '# Speed of training and prediction',
    '',
    `Samples a second by the fastest step of two seconds, its result read; Adam, batch 64 (depthwise 16). ${processors}, load average at the end ${load.toFixed(1)}${load > cpus().length + 1 ? ': other work kept it busy, so that steps of more than a few milliseconds are told too slow' : ''}. ÷ is the ratio to ${to}${to === 'wasm' ? ', as tensorflow was not here' : ''}.${missing}`,
    '',
    '```sh',
    'npm run bench:training',
    '```',
    ...networks.flatMap((network) => ['', `## ${network}`, '', ...tableOf(all, network, to)]),
    '',
    '## Libraries',
    '',
    ...libraries.map(([run, names]) => `- ${run}: ${names.filter(Boolean).join(', ')}`),
  ].join('\n');
}

function tableOf(all: readonly Measurement[], network: string, to: string): string[] {
  const ours = all.filter((measurement) => measurement.network === network);
  const base = ours.find(({ run }) => run === to);
  const ratio = (value: number, of: number | undefined): string =>
    of === undefined ? '–' : (value / of).toFixed(value / of < 0.1 ? 3 : 2);
  const head = ['backend', 'train/s', '÷', 'predict/s', '÷'];
  const rows = ours.map(({ run, train, predict }) => [
    run,
    Math.round(train).toLocaleString('en'),
    ratio(train, base?.train),
    Math.round(predict).toLocaleString('en'),
    ratio(predict, base?.predict),
  ]);
  const width = (column: number): number =>
    Math.max(...[head, ...rows].map((row) => row[column]!.length));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column)))).join(' | ')} |`;
  const rule = head.map((_, column) => {
    const dashes = '-'.repeat(width(column));
    return column === 0 ? dashes : `${dashes.slice(1)}:`;
  });
  return [line(head), line(rule), ...rows.map(line)];
}
