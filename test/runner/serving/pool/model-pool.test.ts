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

it('keeps answers of the same inputs, whatever they are made of', async () => {
  const worker = new FakeWorker();
  const options = { ...defaultModelLimits, timeoutMs: 10_000, logger: silentLogger };
  const pool = await ModelPool.open(async () => worker, { ...options, cachedRequests: 10 });
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const tensor = (data: Uint8Array | Float32Array, shape: number[]) =>
    [{ kind: 'value', value: { data, shape } }] as const;
  const different = [
    [{ kind: 'value', value: 'a' }],
    [{ kind: 'value', value: ['a'] }],
    [{ kind: 'file', name: 'a.csv', bytes: bytes('a') }],
    [{ kind: 'file', name: 'a.tsv', bytes: bytes('a') }],
    [{ kind: 'file', name: 'a.csv', bytes: bytes('ab') }],
    tensor(new Uint8Array([1, 2, 3, 4]), [4]),
    tensor(new Uint8Array([1, 2, 3, 4]), [2, 2]),
    tensor(new Float32Array(1), [1]),
    [...inputs, ...inputs],
  ] as const;
  for (const one of different) await pool.predict(one, caller);
  expect(worker.asked).toHaveLength(different.length);
  for (const one of different) await pool.predict(one, caller);
  expect(worker.asked).toHaveLength(different.length);
  await pool.close();
});
