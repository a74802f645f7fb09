import type { Endured, Sample } from './endure.ts';

/** Of the samples, what is left out while caches fill and code is compiled. */
const warmUp = 0.1;
const megabyte = 1024 ** 2;

/** Mean memory in the first and the last fifth after the warm-up, in MiB. */
export function memoryOverTime(samples: readonly Sample[]): readonly [first: number, last: number] {
  const warm = samples.slice(Math.ceil(samples.length * warmUp));
  const fifth = Math.max(1, Math.floor(warm.length / 5));
  return [meanOf(warm.slice(0, fifth)), meanOf(warm.slice(-fifth))];
}

/** A page of what was seen. */
export function report(
  endured: Endured,
  { machine, clients }: Readonly<Record<'machine' | 'clients', string>>,
): string {
  const { samples, statuses, wrong, broken, kills, reloads } = endured;
  const [first, last] = memoryOverTime(samples);
  const seconds = samples.at(-1)?.second ?? 0;
  const asked = [...statuses.values()].reduce((sum, count) => sum + count, 0) + broken.length;
  const rows: readonly (readonly [string, string])[] = [
    ['minutes', (seconds / 60).toFixed(1)],
    ['clients that ask without a pause', clients],
    ['requests', String(asked)],
    ['requests each second', (asked / seconds).toFixed(0)],
    ...[...statuses]
      .sort(([one], [other]) => one - other)
      .map(([status, count]) => [`answered ${status}`, String(count)] as const),
    ['without an answer', String(broken.length)],
    ['answers of another question', String(wrong.length)],
    ['workers ended by chance', String(kills)],
    ['workers started again', String(samples.at(-1)?.measured.replaced ?? 0)],
    ['models loaded anew', String(reloads)],
    ['memory, first fifth, MiB', first.toFixed(0)],
    ['memory, last fifth, MiB', last.toFixed(0)],
    ['last to first', (last / first).toFixed(3)],
  ];
  return [
    '# A server whose workers are killed',
    '',
    'leaf-classifier and seed-classifier, 2 workers each, asked for known answers while a worker is ended',
    'each 1 to 3 seconds and a model is loaded anew after each eighth. Memory is that of the whole process',
    `after garbage was collected; the first tenth of the time is warm-up. On ${machine}.`,
    '',
    '| what | seen |',
    '| --- | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    '![memory and statuses over time](serving-endurance.svg)',
    '',
    'By `npm run bench:endurance`.',
    '',
  ].join('\n');
}

function meanOf(samples: readonly Sample[]): number {
  const sum = samples.reduce((total, { measured }) => total + measured.rssBytes, 0);
  return sum / samples.length / megabyte;
}
