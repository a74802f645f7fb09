import { describe, expect, it } from 'vitest';
import type { SegmentOrder } from '@orangery/schemas';
import { folderStore } from '../../../../runner/src/training/store/folder-store.ts';
import { hashFile } from '../../../../runner/src/dataset/stored-file.ts';
import type { WorkerSetup } from '../../../../runner/src/training/workers/messages.ts';
import { workerPool } from '../../../../runner/src/training/workers/worker-pool.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const rows = Array.from(
  { length: 40 },
  (_, index) => `${index % 2},${index % 7},${'ab'[index % 2]}`,
);
const knobs = { family: 'linear', learningRate: 0.01, decay: 0.0001, batchSize: 32 };
const training = 'a'.repeat(64);
const hooks = { secondsLeft: () => 100, onEpoch: () => {} };

async function openPool(width: number) {
  const folder = await tempFolder({ 'data.csv': `x,y,kind\n${rows.join('\n')}\n` });
  const world = testWorld();
  const stored = await hashFile(`${folder}/data.csv`, world.signal);
  const { path: place, sha256, bytes } = stored;
  const setup: WorkerSetup = {
    ...{ recipe: 'tabular-classification', backend: 'wasm', seed: 1, folds: 1, training, folder },
    files: [{ path: 'data.csv', place, sha256, bytes }],
  };
  const devices = Array.from({ length: width }, (_, core) => ({ core }));
  const store = folderStore(folder);
  return { pool: workerPool({ setup, devices, store, world }), world, store };
}

function order(trial: number): SegmentOrder {
  return { trial, segment: 1, knobs, until: 0.05 };
}

describe('a pool of workers', () => {
  it('runs a segment in another process, and keeps its weights', async () => {
    const { pool, store } = await openPool(1);
    try {
      const result = await pool.run(order(1), hooks);
      expect(result).toMatchObject({ trial: 1, segment: 1, status: 'paused' });
      expect(await store.result(1, 1)).toEqual(result);
      expect([...(await store.model(1, 1)).keys()].length).toBeGreaterThan(0);
    } finally {
      await pool.close();
    }
  });

  it('begins no work again once it is closed', async () => {
    const { pool, world } = await openPool(1);
    const asked = pool.run(order(1), hooks).catch((error: unknown) => error);
    await pool.close();
    expect(await asked).toBeInstanceOf(Error);
    expect(await pool.run(order(2), hooks).catch((error: unknown) => error)).toBeInstanceOf(Error);
    expect(world.log.join()).not.toContain('again on a fresh one');
  });
});
