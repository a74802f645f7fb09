import { Failure } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { createManagementApp } from '../../../../runner/src/serving/management/management-app.ts';
import { createMetrics } from '../../../../runner/src/serving/management/metrics.ts';
import { fakePictures } from '../fake-predictor.ts';
import { fakeSlot } from '../fake-slot.ts';

async function managed(isReady = true) {
  const slot = { ...(await fakeSlot(fakePictures())), isReady };
  const log = { level: 'warn' as const };
  const metrics = createMetrics(() => [
    { name: 'pictures', version: '1.2.3', waiting: 2, workers: 1 },
  ]);
  const reload = async (): Promise<string> => {
    if (isReady) return '1.3.0';
    throw new Failure('MODULE_INVALID', 'module.md: expected a title', { hint: 'Add one.' });
  };
  const app = createManagementApp({ slots: [slot], metrics, log, reload });
  return { app, log, metrics };
}

it.each([
  [true, 200, { status: 'ok', models: { pictures: true } }],
  [false, 503, { status: 'loading', models: { pictures: false } }],
])('says whether every model is ready: %s', async (isReady, status, body) => {
  const { app } = await managed(isReady);
  const answer = await app.inject('/readyz');
  expect([answer.statusCode, answer.json()]).toEqual([status, body]);
  expect((await app.inject('/livez')).statusCode).toBe(200);
});

it('shows figures of requests, batches and load', async () => {
  const { app, metrics } = await managed();
  metrics.observeRequest({
    ...{ id: 'a', method: 'POST', path: '/', status: 200, milliseconds: 3 },
    ...{ protocol: 'deepaas', model: 'pictures', key: undefined },
  });
  metrics.observeBatch('pictures', { requests: 2, inputs: 3, waitMs: 1, predictMs: 20 });
  const text = (await app.inject('/metrics')).body;
  for (const line of [
    'orangery_requests_total{model="pictures",protocol="deepaas",status="200"} 1',
    'orangery_request_seconds_bucket{le="0.005",model="pictures",protocol="deepaas"} 1',
    'orangery_batch_inputs_sum{model="pictures"} 3',
    'orangery_predict_seconds_sum{model="pictures"} 0.02',
    'orangery_waiting_requests{model="pictures",version="1.2.3"} 2',
    'orangery_workers{model="pictures",version="1.2.3"} 1',
    'process_resident_memory_bytes',
  ]) {
    expect(text).toContain(line);
  }
});

it('changes what is logged', async () => {
  const { app, log } = await managed();
  expect((await app.inject('/log-level')).json()).toEqual({ level: 'warn' });
  const put = async (level: string) =>
    app.inject({ method: 'PUT', url: '/log-level', payload: { level } });
  expect((await put('debug')).json()).toEqual({ level: 'debug' });
  expect((await put('loud')).statusCode).toBe(400);
  expect(log.level).toBe('debug');
});

it('loads a model anew, and says why it cannot', async () => {
  const reload = async (isReady: boolean, model = 'pictures') => {
    const { app } = await managed(isReady);
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: `/models/${model}/reload`,
    });
    return [statusCode, JSON.parse(body) as unknown];
  };
  expect(await reload(true)).toEqual([200, { model: 'pictures', version: '1.3.0' }]);
  expect(await reload(false)).toEqual([
    422,
    {
      error: { code: 'MODULE_INVALID', message: 'module.md: expected a title', hint: 'Add one.' },
    },
  ]);
  expect((await reload(true, 'other'))[0]).toBe(404);
});

it.each([
  ['a page of another site', { origin: 'https://example.org' }],
  ['a name that leads here', { host: 'evil.example.org' }],
])('refuses %s', async (_, headers) => {
  const { app } = await managed();
  expect((await app.inject({ url: '/metrics', headers })).statusCode).toBe(403);
});
