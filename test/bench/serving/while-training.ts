/**
 * How long a prediction takes while a training runs: one client that pauses 20 ms between its calls,
 * and a training of the same server on the same cores. By turns the training stands still, runs
 * beside with its low priority, and gives way; what else the machine does meets all three alike.
 *
 *   node test/bench/serving/while-training.ts [rounds]
 */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { removeView } from '../../../runner/src/dataset/archive/remove-view.ts';
import { UploadedFile } from '../../../runner/src/serving/call-sources.ts';
import { defaultModelLimits } from '../../../runner/src/serving/limits.ts';
import {
  moduleTraining,
  RightOfWay,
  WorkingFolders,
  type Pausable,
} from '../../../runner/src/serving/module-training/index.ts';
import { ModelPool } from '../../../runner/src/serving/pool/model-pool.ts';
import { startPredictionWorker } from '../../../runner/src/serving/pool/prediction-worker.ts';
import { silentLogger } from '../../../runner/src/world.ts';
import { TimedPausable } from './timed-pausable.ts';

const modules = fileURLToPath(new URL('../../../modules', import.meta.url));
const leaf = join(modules, 'leaf-classifier');
const pauseMs = 20;
const roundMs = 2000;
/** Until the training has read its data and fits. */
const warmUpMs = 15_000;

/** How a round is run: what holds the training up, and what each prediction does to it. */
const modes = ['idle', 'beside', 'first'] as const;

interface Measured {
  readonly latenciesMs: number[];
  stoppedMs: number;
  totalMs: number;
}

const measured = new Map(
  modes.map((mode): [string, Measured] => [mode, { latenciesMs: [], stoppedMs: 0, totalMs: 0 }]),
);
const rounds = Number(process.argv[2] ?? 15);
const folder = await mkdtemp(join(tmpdir(), 'orangery-bench-'));
const pool = await ModelPool.open(
  async () => startPredictionWorker({ folder: leaf, backend: 'auto' }),
  { ...defaultModelLimits, timeoutMs: 30_000, logger: silentLogger },
);
const picture = new Uint8Array(await readFile(join(leaf, 'sample', 'oak.webp')));
const controller = new AbortController();
const started = Promise.withResolvers<Pausable>();
const training = train((pausable) => started.resolve(pausable));
try {
  const pausable = await Promise.race([started.promise, training.then(endedEarly)]);
  await pause(warmUpMs);
  for (let round = 0; round < rounds; round += 1) {
    for (const mode of modes) await measure(mode, pausable, measured.get(mode)!);
  }
} finally {
  controller.abort();
  await training.catch(() => {}); // it was stopped
  await pool.close();
  await removeView(folder);
}
print();

/** One long training of pictures, for which every core is used. */
async function train(onStart: (pausable: Pausable) => void): Promise<unknown> {
  const part = await moduleTraining({
    module: join(modules, 'image-classifier'),
    working: await WorkingFolders.open(join(folder, 'trainings')),
    rightOfWay: {
      add: (pausable) => {
        onStart(pausable);
        return () => {};
      },
    },
    folders: {
      ...{ root: modules, cache: join(folder, 'cache'), state: join(folder, 'state') },
      searchPath: process.env['PATH'],
    },
    limits: { width: 2, maxHours: 10, maxTrials: 1000 },
    logger: silentLogger,
  });
  const bytes = new Uint8Array(await readFile(join(leaf, 'sample', 'leaves.zip')));
  const dataset = new UploadedFile('leaves.zip', 'application/zip', bytes);
  const values = { dataset, trials: 1000, hours: 10, seed: 1 };
  return part.train!(values, { id: 'bench', signal: controller.signal, isGone: false });
}

async function measure(
  mode: (typeof modes)[number],
  training: Pausable,
  into: Measured,
): Promise<void> {
  const timed = new TimedPausable(training);
  if (mode === 'idle') timed.stop();
  const way = new RightOfWay();
  const leave = mode === 'first' ? way.add(timed) : () => {};
  const startedAt = performance.now();
  while (performance.now() - startedAt < roundMs) {
    const askedAt = performance.now();
    way.enter();
    await predict();
    way.leave();
    into.latenciesMs.push(performance.now() - askedAt);
    await pause(pauseMs);
  }
  leave();
  timed.go();
  into.totalMs += performance.now() - startedAt;
  into.stoppedMs += timed.stoppedMs;
}

async function predict(): Promise<void> {
  await pool.predict([{ kind: 'file', name: 'oak.webp', bytes: picture }], {
    isGone: false,
  });
}

function endedEarly(): never {
  throw new Error('expected the training to outlast the measurement, and it ended');
}

function print(): void {
  const idle = percentiles(measured.get('idle')!);
  console.log('| predictions | n | p50 ms | p95 ms | p95 / idle | training ran |');
  console.log('| ----------- | -: | -----: | -----: | ---------: | -----------: |');
  for (const [mode, found] of measured) {
    const { p50, p95 } = percentiles(found);
    const ran = Math.round(100 * (1 - found.stoppedMs / found.totalMs));
    const cells = [mode, found.latenciesMs.length, p50.toFixed(1), p95.toFixed(1)];
    console.log(`| ${[...cells, (p95 / idle.p95).toFixed(2), `${ran} %`].join(' | ')} |`);
  }
}

function percentiles({ latenciesMs }: Measured): { readonly p50: number; readonly p95: number } {
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))]!;
  return { p50: at(0.5), p95: at(0.95) };
}
