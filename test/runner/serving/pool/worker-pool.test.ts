import { afterEach, expect, it, vi } from 'vitest';
import { WorkerPool } from '../../../../runner/src/serving/pool/worker-pool.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { FakeWorker } from './fake-workers.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('replaces a worker that ends, idle or busy', async () => {
  const started: FakeWorker[] = [];
  const warned: string[] = [];
  const start = async (): Promise<FakeWorker> => {
    started.push(new FakeWorker());
    return started.at(-1)!;
  };
  const logger = { ...silentLogger, warn: (text: string) => void warned.push(text) };
  const pool = await WorkerPool.open(start, { workers: 2, logger });
  const busy = pool.take()!;
  started.forEach((worker) => worker.kill());
  await vi.waitFor(() => expect([started.length, pool.alive]).toEqual([4, 2]));
  pool.giveBack(busy);
  expect(started.slice(2)).toContain(pool.take());
  expect(started.slice(2)).toContain(pool.take());
  expect(pool.take()).toBeUndefined();
  expect(warned[0]).toContain('A worker of echo ended and is replaced: killed');
  await pool.close();
});

it('tries again with growing pauses while no worker starts', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let tries = 0;
  const first = new FakeWorker();
  const start = async (): Promise<FakeWorker> => {
    tries += 1;
    if (tries === 1) return first;
    if (tries < 5) throw new Error('no memory');
    return new FakeWorker();
  };
  const pool = await WorkerPool.open(start, { workers: 1, logger: silentLogger });
  first.kill();
  await vi.advanceTimersByTimeAsync(0);
  expect([tries, pool.alive]).toEqual([2, 0]);
  await vi.advanceTimersByTimeAsync(99);
  expect(tries).toBe(2);
  await vi.advanceTimersByTimeAsync(1 + 200 + 400);
  expect([tries, pool.alive]).toEqual([5, 1]);
  await pool.close();
});

it('fails at once when the model cannot be loaded', async () => {
  const start = async (): Promise<FakeWorker> => {
    throw new Error('no weights');
  };
  await expect(WorkerPool.open(start, { workers: 3, logger: silentLogger })).rejects.toThrow(
    'no weights',
  );
});
