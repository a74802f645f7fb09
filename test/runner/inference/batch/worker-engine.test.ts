import { afterEach, expect, it, vi } from 'vitest';
import type { RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { workerEngine } from '../../../../runner/src/inference/batch/worker-engine.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { FakeWorker } from '../../serving/pool/fake-workers.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function engineOf(workers: readonly FakeWorker[], size = workers.length) {
  const waiting = [...workers];
  const stopped = new AbortController();
  const options = { workers: size, logger: silentLogger, signal: stopped.signal };
  const engine = await workerEngine(async () => waiting.shift()!, options);
  return { engine, stopped };
}

function inputs(...values: readonly unknown[]): RawInput[] {
  return values.map((value) => ({ kind: 'value', value }));
}

async function labels(
  outcomes: ReturnType<Awaited<ReturnType<typeof engineOf>>['engine']['predict']>,
) {
  return (await outcomes).map((one) =>
    one.kind === 'predicted' ? one.prediction['label'] : one.failure.message,
  );
}

it('answers a batch in its order, what cannot be used among it', async () => {
  const { engine } = await engineOf([new FakeWorker()]);
  expect(await labels(engine.predict(inputs('a', 'bad', 'c')))).toEqual(['a', 'bad', 'c']);
  await engine.close();
});

it('keeps every worker busy, and gives the next batch to the first that is free', async () => {
  const workers = [new FakeWorker(true), new FakeWorker(true)];
  const { engine } = await engineOf(workers);
  const answers = ['a', 'b', 'c'].map(async (value) => labels(engine.predict(inputs(value))));
  await Promise.resolve();
  expect(workers.map(({ asked }) => asked.length)).toEqual([1, 1]);
  workers[0]!.asked[0]!.answer();
  await Promise.race(answers);
  expect(workers[0]!.asked).toHaveLength(2);
  for (const { asked } of workers) asked.at(-1)!.answer();
  expect(await Promise.all(answers)).toEqual([['a'], ['b'], ['c']]);
  await engine.close();
});

it('asks another worker when one ends', async () => {
  const [first, second] = [new FakeWorker(true), new FakeWorker()];
  const { engine } = await engineOf([first, second], 1);
  const answer = labels(engine.predict(inputs('a')));
  await Promise.resolve();
  first.kill();
  expect(await answer).toEqual(['a']);
  await engine.close();
});

it('fails with the last cause when no worker can be had any more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const first = new FakeWorker(true);
  const start = vi.fn(async (): Promise<FakeWorker> => {
    if (start.mock.calls.length === 1) return first;
    throw new Error(`no memory ${start.mock.calls.length}`);
  });
  const { signal } = new AbortController();
  const engine = await workerEngine(start, { workers: 1, logger: silentLogger, signal });
  const answer = expect(engine.predict(inputs('a'))).rejects.toThrow('no memory 5');
  const queued = expect(engine.predict(inputs('b'))).rejects.toThrow('no memory 5');
  await vi.advanceTimersByTimeAsync(0);
  first.kill();
  await vi.advanceTimersByTimeAsync(5000);
  await Promise.all([answer, queued]);
  await engine.close();
});

it('fails when the model does', async () => {
  const { engine } = await engineOf([new FakeWorker()]);
  await expect(engine.predict(inputs('broken'))).rejects.toThrow('secret');
  await engine.close();
});

it('ends its workers, and all that waits, when it is stopped', async () => {
  const worker = new FakeWorker(true);
  const { engine, stopped } = await engineOf([worker]);
  const answers = [engine.predict(inputs('a')), engine.predict(inputs('b'))];
  stopped.abort();
  for (const one of await Promise.allSettled(answers)) expect(one.status).toBe('rejected');
  expect(await worker.ended).toBe('killed');
});
