import { expect, it, vi } from 'vitest';
import { ModelPool } from '../../../../runner/src/serving/pool/model-pool.ts';
import { defaultModelLimits } from '../../../../runner/src/serving/limits.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { FakeWorker } from './fake-workers.ts';

const caller = { isGone: false };
const inputs = [{ kind: 'value', value: 1 }] as const;

it('answers what runs before it closes, and sends what comes later elsewhere', async () => {
  const worker = new FakeWorker(true);
  const options = { ...defaultModelLimits, timeoutMs: 10_000, logger: silentLogger };
  const pool = await ModelPool.open(async () => worker, options);
  const running = pool.predict(inputs, caller);
  const closing = pool.close();
  await expect(pool.predict(inputs, caller)).rejects.toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
  });
  await vi.waitFor(() => expect(worker.asked).toHaveLength(1));
  worker.asked[0]!.answer();
  expect(await running).toEqual([[{ label: 1 }]]);
  await closing;
  expect(await worker.ended).toBe('killed');
});

it('keeps answers where it is told to, also of rows with tensors of 64-bit integers', async () => {
  const worker = new FakeWorker();
  const options = { ...defaultModelLimits, timeoutMs: 10_000, logger: silentLogger };
  const pool = await ModelPool.open(async () => worker, { ...options, cachedRequests: 10 });
  const row = (...ids: readonly bigint[]): object => ({
    ids: { shape: [ids.length], data: BigInt64Array.from(ids) },
    weight: 1,
  });
  for (const value of [row(1n), row(2n), row(1n), row(2n), 3, 3]) {
    expect(await pool.predict([{ kind: 'value', value }], caller)).toEqual([[{ label: value }]]);
  }
  expect(worker.asked).toHaveLength(3);
  await pool.close();
});
