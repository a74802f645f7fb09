import { writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { measureBatching } from './serving/batching.ts';
import { drawOverhead } from './serving/draw-overhead.ts';
import { measureOverhead } from './serving/overhead.ts';
import { measureRaw } from './serving/raw-model.ts';
import { report } from './serving/report.ts';

/**
 * Overhead of the trivial model beside a bare `node:http` and the servers that `ORANGERY_PEERS` has;
 * what batching gives on the reference CNN; what queue and worker cost. Written to
 * `results/serving.{md,svg}`. The prediction beside a training is `serving/while-training.ts`.
 *
 *   npm run bench:serving -- [seconds a round] [rounds]
 */
const [seconds = 5, rounds = 5] = process.argv.slice(2).map(Number);
const results = join(import.meta.dirname, 'results');
const loads: number[] = [];
const note = <Result>(result: Result): Result => {
  loads.push(loadavg()[0]!);
  return result;
};
const overhead = note(await measureOverhead(seconds, rounds));
const batching = note(await measureBatching(seconds, rounds));
const raw = note(await measureRaw(seconds, rounds));
const load = Math.max(...loads);
const text = report({ overhead, batching, raw, load, seconds, rounds });
process.stdout.write(`${text}\n`);
await writeFile(join(results, 'serving.md'), `${text}\n`);
await writeFile(join(results, 'serving.svg'), drawOverhead(overhead));
