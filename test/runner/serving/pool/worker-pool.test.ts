import { afterEach, describe, expect, it, vi } from 'vitest';
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
  for (const worker of [pool.take()!, pool.take()!]) pool.giveBack(worker);
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
  pool.giveBack(pool.take()!);
  first.kill();
  await vi.advanceTimersByTimeAsync(0);
  expect([tries, pool.alive]).toEqual([2, 0]);
  await vi.advanceTimersByTimeAsync(99);
  expect(tries).toBe(2);
  await vi.advanceTimersByTimeAsync(1 + 200 + 400);
  expect([tries, pool.alive]).toEqual([5, 1]);
  await pool.close();
});

it('takes no worker that has loaded another version, and says so', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const first = new FakeWorker();
  const others: FakeWorker[] = [];
  const start = async () => {
    if (others.length === 0 && !isAsked) return first;
    others.push(new FakeWorker());
    return {
      ...described(others.at(-1)!),
      description: { ...first.description, contentHash: 'b' },
    };
  };
  let isAsked = false;
  const pool = await WorkerPool.open(start, { workers: 1, logger: silentLogger });
  isAsked = true;
  const changed = vi.fn();
  pool.onChanged = changed;
  pool.giveBack(pool.take()!);
  first.kill();
  await vi.advanceTimersByTimeAsync(50);
  expect([others.length, pool.alive]).toEqual([1, 0]);
  expect(changed).toHaveBeenCalledOnce();
  expect(await others[0]!.ended).toBe('killed');
  await pool.close();
});

/** A worker's part in a pool. */
function described(worker: FakeWorker) {
  return {
    predict: worker.predict.bind(worker),
    kill: () => worker.kill(),
    ended: worker.ended,
  };
}

it('fails at once when the model cannot be loaded', async () => {
  const start = async (): Promise<FakeWorker> => {
    throw new Error('no weights');
  };
  await expect(WorkerPool.open(start, { workers: 3, logger: silentLogger })).rejects.toThrow(
    'no weights',
  );
});

describe('a worker that ends soon after its start', () => {
  /** A pool of one worker, and the starts that there were. */
  async function pool(start = async () => new FakeWorker()) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const started: FakeWorker[] = [];
    const startOne = async (): Promise<FakeWorker> => {
      started.push(await start());
      return started.at(-1)!;
    };
    const opened = await WorkerPool.open(startOne, { workers: 1, logger: silentLogger });
    const crash = async (): Promise<void> => {
      started.at(-1)!.kill();
      await vi.advanceTimersByTimeAsync(0);
    };
    return { pool: opened, started, crash };
  }

  it('is replaced after pauses that grow, up to ten seconds', async () => {
    const { started, crash, pool: opened } = await pool();
    for (const pauseMs of [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]) {
      const before = started.length;
      await crash();
      await vi.advanceTimersByTimeAsync(pauseMs - 1);
      expect(started).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(started).toHaveLength(before + 1);
    }
    await opened.close();
  });

  it.each<[string, (opened: WorkerPool) => unknown]>([
    ['has answered', (opened) => opened.giveBack(opened.take()!)],
    ['has lived ten seconds', async () => vi.advanceTimersByTimeAsync(10_000)],
  ])('is replaced at once when it %s', async (_, prove) => {
    const { started, crash, pool: opened } = await pool();
    await crash();
    await vi.advanceTimersByTimeAsync(100);
    await prove(opened);
    await crash();
    expect(started).toHaveLength(3);
    await opened.close();
  });

  it('is told of from the fifth on, and replaced all the same', async () => {
    const { started, crash, pool: opened } = await pool();
    const told: unknown[] = [];
    opened.onHopeless = (cause) => void told.push(cause);
    for (const pauseMs of [100, 200, 400, 800]) {
      await crash();
      await vi.advanceTimersByTimeAsync(pauseMs);
    }
    expect(told).toEqual([]);
    await crash();
    expect(told).toMatchObject([{ name: 'WorkerEnded', message: 'killed' }]);
    await vi.advanceTimersByTimeAsync(1600);
    expect([started.length, opened.alive]).toEqual([6, 1]);
    await opened.close();
  });
});

it('gives nobody a worker that is ending', async () => {
  /** Takes its time to end, as a process does. */
  class Slow extends FakeWorker {
    override kill(): void {
      this.isKilled = true;
    }
  }
  const slow = new Slow();
  const pool = await WorkerPool.open(async () => slow, { workers: 1, logger: silentLogger });
  pool.end(slow);
  pool.giveBack(slow);
  expect([slow.isKilled, pool.alive, pool.hasFree]).toEqual([true, 0, false]);
  let isClosed = false;
  const closed = pool.close().then(() => (isClosed = true));
  await Promise.resolve();
  expect(isClosed).toBe(false);
  FakeWorker.prototype.kill.call(slow);
  await closed;
});
