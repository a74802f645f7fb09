import type { Endured, Sample } from './endure.ts';

/** Left out: each thread that is the first of its kind leaves some of its memory with the process. */
const warmUpSeconds = 180;
const megabyte = 1024 ** 2;

/** Means in the first and the last fifth after the warm-up, in MiB. */
function overTime(
  samples: readonly Sample[],
  bytesOf: (measured: Sample['measured']) => number,
): readonly [first: number, last: number] {
  const end = samples.at(-1)?.second ?? 0;
  const start = Math.min(warmUpSeconds, end / 2);
  const fifth = (end - start) / 5;
  const mean = (from: number, to: number): number => {
    const within = samples.filter(({ second }) => second >= from && second <= to);
    const sum = within.reduce((total, { measured }) => total + bytesOf(measured), 0);
    return sum / within.length / megabyte;
  };
  return [mean(start, start + fifth), mean(end - fifth, end)];
}

/** A page of what was seen. */
export function report(
  endured: Endured,
  { machine, clients }: Readonly<Record<'machine' | 'clients', string>>,
): string {
  const { samples, statuses, wrong, broken, kills, reloads } = endured;
  const [first, last] = overTime(samples, ({ rssBytes }) => rssBytes);
  const [firstHeap, lastHeap] = overTime(samples, ({ heapBytes }) => heapBytes);
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
    ['objects of JavaScript, first fifth, MiB', firstHeap.toFixed(1)],
    ['objects of JavaScript, last fifth, MiB', lastHeap.toFixed(1)],
  ];
  return [
    '# A server whose workers are killed',
    '',
    'leaf-classifier and seed-classifier, 2 workers each, asked for known answers while a worker is ended',
    'each 1 to 3 seconds and a model is loaded anew after each eighth. Memory is that of the whole process',
    `after garbage was collected; the first three minutes are warm-up. On ${machine}.`,
    '',
    '| what | seen |',
    '| --- | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    '![memory and statuses over time](serving-endurance.svg)',
    '',
    'By `node test/bench/serving/endurance.ts`.',
    '',
  ].join('\n');
}
