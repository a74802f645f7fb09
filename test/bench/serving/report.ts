import { cpus } from 'node:os';
import type { Batching } from './batching.ts';
import type { Overhead } from './overhead.ts';
import type { RawRatio } from './raw-model.ts';

export interface Measured {
  readonly overhead: readonly Overhead[];
  readonly batching: readonly Batching[];
  readonly raw: readonly RawRatio[];
  /** Highest load average of a minute between the parts. */
  readonly load: number;
  readonly seconds: number;
  readonly rounds: number;
}

export function report({ overhead, batching, raw, load, seconds, rounds }: Measured): string {
  const processors = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  return [
    '# Speed of serving',
    '',
    `Servers and load on one machine: ${processors}; medians of ${rounds} rounds of ${seconds} s, the servers in turn, load from autocannon in a process of its own. Load average while it ran up to ${load.toFixed(1)}.`,
    '',
    '```sh',
    'ORANGERY_PEERS=<folders of deepaas-run, litserve, mlserver> npm run bench:serving',
    '```',
    '',
    '## Overhead: the trivial model',
    '',
    'The bare server reads the body, parses it and writes one fixed object, and so does Fastify, with nothing added; ours, on Fastify, answers the same through all of its limits, figures, queue and a worker thread. ÷ is the ratio of requests a second to the bare server, round by round.',
    '',
    '![Requests a second and latency by number of clients](serving.svg)',
    '',
    ...table(
      ['clients', 'server', 'requests/s', '÷', 'p50 ms', 'p99 ms', 'not 2xx'],
      overhead.map((one) => [
        ...[one.clients, one.server, whole(one.perSecond), one.ofBare.toFixed(2)],
        ...[one.p50Ms, one.p99Ms, one.refused],
      ]),
    ),
    '',
    '## Batching: the reference CNN',
    '',
    'Pictures of 28 × 28 numbers as binary tensors of the Open Inference Protocol.',
    '',
    ...table(
      ['clients', 'server', 'requests/s', 'p50 ms', 'p99 ms', 'not 2xx'],
      batching.map((one) => [
        ...[one.clients, one.title, whole(one.perSecond), one.p50Ms, one.p99Ms, one.refused],
      ]),
    ),
    '',
    ...comparisons(batching),
    '',
    '## Queue and worker against the raw model',
    '',
    'Inputs a second of the reference CNN, requests of one input each: called in the thread that measures, and through queue, messages and worker thread, by twice as many callers as a batch takes.',
    '',
    ...table(
      ['batch', 'raw/s', 'pooled/s', '÷'],
      raw.map((one) => [...[one.batch, whole(one.raw), whole(one.pooled), one.ratio.toFixed(2)]]),
    ),
  ].join('\n');
}

function comparisons(batching: readonly Batching[]): string[] {
  const at = (clients: number, isBatching: boolean): Batching =>
    batching
      .filter((one) => one.clients === clients && one.title.includes('maxBatch 32') === isBatching)
      .reduce((best, one) => (one.perSecond > best.perSecond ? one : best));
  const [many, single] = [at(32, true), at(32, false)];
  const [one, alone] = [at(1, true), at(1, false)];
  const ratio = (a: number, b: number): string => (a / b).toFixed(2);
  return [
    `At 32 clients batching gives ${ratio(many.perSecond, single.perSecond)} times the requests a second of the best without (${single.title}) at ${ratio(many.p99Ms, single.p99Ms)} of its p99; at 1 client its p50 is ${ratio(one.perSecond === 0 ? 0 : alone.perSecond, one.perSecond)} of that without, by requests a second.`,
  ];
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [first, ...others] = cells.map(line);
  return [first!, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...others];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
