import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { loadPredictor } from '../../runner/src/inference/load-predictor.ts';
import { predictRaw } from '../../runner/src/inference/predictor.ts';
import { UploadedFile } from '../../runner/src/serving/call-sources.ts';
import {
  moduleTraining,
  RightOfWay,
  WorkingFolders,
} from '../../runner/src/serving/module-training/index.ts';
import type { ServedModel } from '../../runner/src/serving/served-model.ts';
import { cloudTable } from '../helpers/cloud-table.ts';
import { customModule } from '../helpers/custom-module.ts';
import { filesIn } from '../helpers/files-in.ts';
import { root } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { testWorld } from '../helpers/test-world.ts';
import { childrenOf, stillWorking } from '../helpers/worker-processes.ts';

const id = '0123456789abcdef0123456789abcdef';
const table = new UploadedFile('private.csv', 'text/csv', Buffer.from(cloudTable(60, 3)));
const asked = { dataset: table, target: 'side', trials: 1, hours: 0.03, seed: 1 };
/** So many trials that it is stopped before its end. */
const endless = { ...asked, trials: 50, hours: 1 };
const soon = { timeout: 200_000, interval: 20 };

interface Place {
  readonly folder: string;
  readonly log: readonly string[];
  readonly train: NonNullable<ServedModel['train']>;
}

async function placeFor(module: string): Promise<Place> {
  const folder = await tempFolder();
  const { logger, log } = testWorld();
  const { train } = await moduleTraining({
    module,
    working: await WorkingFolders.open(join(folder, 'trainings')),
    rightOfWay: new RightOfWay(),
    folders: {
      ...{ root, cache: join(folder, 'cache'), state: folder },
      searchPath: process.env['PATH'],
    },
    logger,
  });
  if (train === undefined) throw new Error('expected a module that can be trained');
  return { folder, log, train };
}

const classifier = join(root, 'modules/tabular-classifier');

/** The process of a training, and those that it started. */
async function untilItFits(server: number, known: readonly number[]): Promise<readonly number[]> {
  return vi.waitFor(async () => {
    const started = childrenOf(server).filter((pid) => !known.includes(pid));
    const lines = await Promise.all(
      started.map(async (pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    const entry = started.find((_, index) => lines[index]!.includes('training-entry.ts'));
    const workers = entry === undefined ? [] : childrenOf(entry);
    expect(await stillWorking(workers)).not.toEqual([]);
    return [entry!, ...workers];
  }, soon);
}

async function isThere(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'State:\tZ');
  return !/^State:\s*[ZX]/m.test(state);
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(async () => {
    const there = await Promise.all(pids.map(isThere));
    expect(pids.filter((_, index) => there[index])).toEqual([]);
  }, soon);
}

describe('training through the server', () => {
  it('makes a module that predicts, of an uploaded table, and keeps nothing of the upload', async () => {
    const { folder, log, train } = await placeFor(classifier);
    const { signal } = new AbortController();
    const told = await train({ ...asked, child: 'left-or-right' }, { id, signal, isGone: false });
    expect(told).toMatchObject({
      module: 'tabular-classifier',
      folder: `${id}/left-or-right`,
      better: true,
      baseline: { name: 'majority class' },
    });
    expect(JSON.stringify(told)).not.toContain(folder);
    const files = await filesIn(folder);
    expect(files).toContain(`trainings/${id}/left-or-right/module.md`);
    expect(files.filter((path) => !path.startsWith(`trainings/${id}/`))).toEqual([
      'runner-key.pem',
    ]);
    const made = join(folder, 'trainings', id, 'left-or-right');
    for (const path of await filesIn(made)) {
      expect(await readFile(join(made, path), 'utf8')).not.toContain('private.csv');
    }
    const predictor = await loadPredictor(made, { backend: 'auto' });
    onTestFinished(() => predictor.dispose());
    const rows = [{ kind: 'value', value: { x: 6, y: 0 } }] as const;
    expect((await predictRaw(predictor, rows))[0]![0]).toMatchObject({ label: 'right' });
    expect(log).toContain(`info: The result of training ${id} is in ${made}`);
  });

  it('tells what is wrong with the data, and leaves nothing', async () => {
    const { folder, train } = await placeFor(classifier);
    const { signal } = new AbortController();
    const wrong = train({ ...asked, target: 'neither' }, { id, signal, isGone: false });
    await expect(wrong).rejects.toThrowErrorMatchingInlineSnapshot(`
      [TrainingFailed: DATASET_INVALID dataset.csv: expected a column "neither" to predict, found x, y, side
      Name one of these with --target, or leave it out to take the last column.]
    `);
    expect(await filesIn(folder)).toEqual(['runner-key.pem']);
  });

  it('trains code of the module’s own behind a wall', async () => {
    const { train } = await placeFor(await customModule('neighbours'));
    const { signal } = new AbortController();
    const told = await train(asked, { id, signal, isGone: false });
    expect(told).toMatchObject({ module: 'own-code' });
  });

  it('ends every process of low priority when it is cancelled, and leaves nothing', async () => {
    const { folder, train } = await placeFor(classifier);
    const controller = new AbortController();
    const known = childrenOf(process.pid);
    const running = train(endless, { id, signal: controller.signal, isGone: false });
    const ended = expect(running).rejects.toThrow('CANCELLED the training was stopped');
    const pids = await untilItFits(process.pid, known);
    expect(pids.map((pid) => getPriority(pid))).toEqual(pids.map(() => 10));
    controller.abort();
    await ended;
    await untilGone(pids);
    expect(await filesIn(folder)).toEqual(['runner-key.pem']);
    expect(childrenOf(process.pid).filter((pid) => !known.includes(pid))).toEqual([]);
  });

  it('ends when the server is killed; the next one removes what is left', async () => {
    const folder = await tempFolder({ 'data.csv': cloudTable(60, 3) });
    const server = spawn(process.execPath, [join(root, 'test/fixtures/serving/train.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void server.kill('SIGKILL'));
    await once(createInterface(server.stdout), 'line');
    const pids = await untilItFits(server.pid!, []);
    server.kill('SIGKILL');
    await untilGone(pids);
    const trainings = join(folder, 'state/trainings');
    expect((await filesIn(trainings)).some((path) => path.endsWith('/dataset.csv'))).toBe(true);
    await WorkingFolders.open(trainings);
    expect(await filesIn(trainings)).toEqual([]);
  });
});
