import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Batcher, type BatchFacts } from '../../../../runner/src/serving/pool/batcher.ts';
import { FakeWorker, FakeWorkers } from './fake-workers.ts';

const here = { isGone: false };
const limits = { maxBatch: 4, maxDelayMs: 0, maxQueue: 100, timeoutMs: 10_000 };

afterEach(() => {
  vi.useRealTimers();
});

function batcherOf(
  workers: FakeWorkers,
  some: Partial<typeof limits> = {},
): { batcher: Batcher; ask: (...values: unknown[]) => Promise<unknown>; batches: BatchFacts[] } {
  const batches: BatchFacts[] = [];
  const batcher = new Batcher({ ...limits, ...some }, workers, {
    onBatch: (facts) => void batches.push(facts),
  });
  workers.onFree = () => batcher.pump();
  const ask = async (...values: unknown[]): Promise<unknown> => {
    const answers = await batcher.predict(
      values.map((value) => ({ kind: 'value', value })),
      here,
    );
    return answers.flat().map(({ label }) => label);
  };
  return { batcher, ask, batches };
}

it('lets one caller alone never wait', async () => {
  const worker = new FakeWorker();
  const { ask, batches } = batcherOf(new FakeWorkers(worker), { maxDelayMs: 60_000 });
  for (let turn = 0; turn < 20; turn += 1) expect(await ask(turn)).toEqual([turn]);
  expect(batches.map(({ inputs }) => inputs)).toEqual(Array(20).fill(1));
});

it('joins what came while the worker was busy, in order, up to the limit', async () => {
  const worker = new FakeWorker(true);
  const { ask } = batcherOf(new FakeWorkers(worker));
  const answers = Promise.all([1, 2, 3, 4, 5, 6].map(async (value) => ask(value)));
  for (let batch = 0; batch < 3; batch += 1) {
    await vi.waitFor(() => expect(worker.asked[batch]).toBeDefined());
    worker.asked[batch]!.answer();
  }
  expect(await answers).toEqual([[1], [2], [3], [4], [5], [6]]);
  expect(worker.asked.map(({ calls }) => calls.length)).toEqual([1, 4, 1]);
});

it('counts inputs, not requests, and lets a request above the limit go alone', async () => {
  const worker = new FakeWorker(true);
  const { ask } = batcherOf(new FakeWorkers(worker));
  const all = [ask(0), ask(1, 2, 3), ask(4, 5), ask(6, 7, 8, 9, 10), ask(11)];
  for (let batch = 0; batch < 5; batch += 1) {
    await vi.waitFor(() => expect(worker.asked[batch]).toBeDefined());
    worker.asked[batch]!.answer();
  }
  await Promise.all(all);
  expect(worker.asked.map(({ calls }) => calls.flat().length)).toEqual([1, 3, 2, 5, 1]);
});

it('waits for its part of a crowd that has come before, no longer than the delay', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const worker = new FakeWorker();
  const { ask, batches } = batcherOf(new FakeWorkers(worker), { maxDelayMs: 5, maxBatch: 8 });
  for (let turn = 0; turn < 10; turn += 1) {
    const crowd = Promise.all(Array.from({ length: 8 }, async (_, index) => ask(index)));
    await vi.advanceTimersByTimeAsync(5);
    await crowd;
  }
  const [first, second] = batches.slice(-2);
  expect(first!.requests + second!.requests).toBe(8);
  expect(first!.requests).toBeGreaterThanOrEqual(3);
  const before = batches.length;
  const alone = ask('alone');
  await vi.advanceTimersByTimeAsync(4);
  expect(batches).toHaveLength(before);
  await vi.advanceTimersByTimeAsync(1);
  expect(await alone).toEqual(['alone']);
});

describe('a worker that answers soon', () => {
  /** One has answered the last of the workers' first batch. */
  async function proven(...workers: readonly FakeWorker[]) {
    const made = batcherOf(new FakeWorkers(...workers), { maxBatch: 1 });
    const first = made.ask(0);
    workers.at(-1)!.asked[0]!.answer();
    await first;
    return made;
  }

  it('has one more batch ready, no more, which it answers in turn', async () => {
    const worker = new FakeWorker(true);
    const { batcher, ask } = await proven(worker);
    const all = [ask(1), ask(2), ask(3)];
    expect([worker.asked.length, batcher.waiting]).toEqual([3, 1]);
    worker.asked[1]!.answer();
    expect(await all[0]).toEqual([1]);
    expect([worker.asked.length, batcher.waiting]).toEqual([4, 0]);
    worker.asked[2]!.answer();
    worker.asked[3]!.answer();
    expect(await Promise.all(all)).toEqual([[1], [2], [3]]);
    expect(batcher.inFlight).toBe(0);
  });

  it('is given it only where the others are at work too', async () => {
    const workers = [new FakeWorker(true), new FakeWorker(true)] as const;
    const { ask } = await proven(...workers);
    const all = [ask(1), ask(2), ask(3), ask(4), ask(5)];
    expect(workers.map(({ asked }) => asked.length)).toEqual([2, 3]);
    for (const { asked } of workers) for (const { answer } of asked) answer();
    await vi.waitFor(() => expect(workers[0].asked.length + workers[1].asked.length).toBe(6));
    for (const { asked } of workers) for (const { answer } of asked) answer();
    expect(await Promise.all(all)).toEqual([[1], [2], [3], [4], [5]]);
  });

  it('that ends loses what it worked on; what lay ready goes to another, before what waits', async () => {
    const workers = [new FakeWorker(true), new FakeWorker(true)] as const;
    const { batcher, ask } = await proven(...workers);
    const lost = expect(ask(1)).rejects.toMatchObject({ status: 503 });
    const all = [ask(2), ask(3), ask(4), ask(5)];
    workers[1].kill();
    await lost;
    expect(workers[1].asked).toHaveLength(3);
    for (const turn of [0, 1, 2, 3]) {
      await vi.waitFor(() => expect(workers[0].asked[turn]).toBeDefined());
      workers[0].asked[turn]!.answer();
    }
    expect(await Promise.all(all)).toEqual([[2], [3], [4], [5]]);
    const values = workers[0].asked.map(({ calls }) => calls[0]![0]);
    expect(values).toMatchObject([{ value: 2 }, { value: 4 }, { value: 3 }, { value: 5 }]);
    expect(batcher.inFlight).toBe(0);
  });

  it('that ends has no more worked on what was over by then', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const workers = [new FakeWorker(true), new FakeWorker(true)] as const;
    const { batcher, ask } = await proven(...workers);
    const four = [ask(1), ask(2), ask(3), ask(4)].map(async (one) =>
      expect(one).rejects.toMatchObject({ status: 504 }),
    );
    await vi.advanceTimersByTimeAsync(limits.timeoutMs + 100);
    await Promise.all(four);
    expect(workers.map(({ isKilled, asked }) => [isKilled, asked.length])).toEqual([
      [true, 2],
      [true, 3],
    ]);
    expect(batcher.inFlight).toBe(0);
  });

  it('says how long each took alone', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const worker = new FakeWorker(true);
    const { ask, batches } = await proven(worker);
    const both = [ask(1), ask(2)];
    for (const turn of [1, 2]) {
      await vi.advanceTimersByTimeAsync(10);
      worker.asked[turn]!.answer();
      await both[turn - 1];
    }
    expect(batches.slice(1)).toMatchObject([
      { predictMs: 10, waitMs: 0 },
      { predictMs: 10, waitMs: 10 },
    ]);
  });
});

it('lets nothing lie ready at a worker that takes long', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const worker = new FakeWorker(true);
  const { batcher, ask } = batcherOf(new FakeWorkers(worker), { maxBatch: 1 });
  const first = ask(0);
  await vi.advanceTimersByTimeAsync(30);
  worker.asked[0]!.answer();
  await first;
  const both = [ask(1), ask(2)];
  expect([worker.asked.length, batcher.waiting]).toEqual([2, 1]);
  worker.asked[1]!.answer();
  await both[0];
  worker.asked[2]!.answer();
  expect(await both[1]).toEqual([2]);
});

it('refuses with 429 and a time to come back when too many wait', async () => {
  const worker = new FakeWorker(true);
  const { batcher, ask } = batcherOf(new FakeWorkers(worker), { maxQueue: 2 });
  const running = [ask(1), ask(2), ask(3)];
  expect(batcher.waiting).toBe(2);
  await expect(ask(4)).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
  worker.asked[0]!.answer();
  await vi.waitFor(() => expect(worker.asked).toHaveLength(2));
  worker.asked[1]!.answer();
  expect(await Promise.all(running)).toEqual([[1], [2], [3]]);
  expect(batcher.inFlight).toBe(0);
});

it('has room again when those who wait have gone', async () => {
  const worker = new FakeWorker(true);
  const { batcher, ask } = batcherOf(new FakeWorkers(worker), { maxQueue: 1, maxBatch: 1 });
  const running = ask(1);
  const leaver = { isGone: false };
  const left = expect(batcher.predict([{ kind: 'value', value: 2 }], leaver)).rejects.toMatchObject(
    { status: 499 },
  );
  await expect(ask(3)).rejects.toMatchObject({ status: 429 });
  leaver.isGone = true;
  const taken = ask(4);
  await left;
  worker.asked[0]!.answer();
  await vi.waitFor(() => expect(worker.asked).toHaveLength(2));
  worker.asked[1]!.answer();
  expect(await Promise.all([running, taken])).toEqual([[1], [4]]);
});

it('refuses with 504 past the deadline: what waits is never worked on, a stuck worker is ended', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const worker = new FakeWorker(true);
  const { batcher, ask } = batcherOf(new FakeWorkers(worker), { timeoutMs: 50 });
  const both = [ask(1), ask(2)].map(async (one) =>
    expect(one).rejects.toMatchObject({ status: 504 }),
  );
  await vi.advanceTimersByTimeAsync(101);
  await Promise.all(both);
  expect(await worker.ended).toBe('killed');
  expect(batcher.inFlight).toBe(0);
  expect(worker.asked).toHaveLength(1);
});

it('drops a request whose caller has gone', async () => {
  const worker = new FakeWorker(true);
  const { batcher, ask } = batcherOf(new FakeWorkers(worker));
  const first = ask(1);
  const caller = { isGone: false };
  const gone = batcher.predict([{ kind: 'value', value: 2 }], caller);
  const last = ask(3);
  caller.isGone = true;
  const dropped = expect(gone).rejects.toMatchObject({ status: 499 });
  worker.asked[0]!.answer();
  await dropped;
  worker.asked[1]!.answer();
  expect(await Promise.all([first, last])).toEqual([[1], [3]]);
  expect(worker.asked[1]!.calls).toHaveLength(1);
});

it('answers a batch whose worker ended with 503', async () => {
  const worker = new FakeWorker(true);
  const { ask } = batcherOf(new FakeWorkers(worker));
  const lost = expect(ask(1)).rejects.toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
  });
  worker.kill();
  await lost;
});

it('gives every request its own answers, whatever goes wrong with others', async () => {
  const value = fc.oneof(fc.integer(), fc.constant('bad'), fc.constant('broken'));
  const requests = fc.array(fc.array(value, { minLength: 1, maxLength: 6 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(requests, fc.integer({ min: 1, max: 3 }), async (all, count) => {
      const workers = Array.from({ length: count }, () => new FakeWorker());
      const { ask } = batcherOf(new FakeWorkers(...workers), { maxDelayMs: 1 });
      const settled = await Promise.allSettled(all.map(async (values) => ask(...values)));
      settled.forEach((one, index) => {
        const values = all[index]!;
        if (one.status === 'fulfilled') expect(one.value).toEqual(values);
        else if (values.includes('bad'))
          expect(one.reason).toMatchObject({ code: 'INPUT_INVALID' });
        else expect([values.includes('broken'), one.reason.name]).toEqual([true, 'ModelFailed']);
      });
    }),
    { numRuns: 100 },
  );
});

it('tells of each request once that it has come, and once that it was answered, however', async () => {
  vi.useFakeTimers();
  const worker = new FakeWorker(true);
  const told: string[] = [];
  const batcher = new Batcher({ ...limits, maxBatch: 1 }, new FakeWorkers(worker), {
    onEnter: () => void told.push('enter'),
    onLeave: () => void told.push('leave'),
  });
  const input = (value: unknown) => [{ kind: 'value', value }] as const;
  const refused = expect(batcher.predict(input('bad'), here)).rejects.toThrow('bad');
  worker.asked[0]!.answer();
  await refused;
  const late = expect(batcher.predict(input('late'), here)).rejects.toMatchObject({ status: 504 });
  await vi.advanceTimersByTimeAsync(limits.timeoutMs + 1);
  await late;
  expect(told).toEqual(['enter', 'leave', 'enter', 'leave']);
  worker.asked[1]!.answer();
  await batcher.idle();
  expect(told).toHaveLength(4);
});
